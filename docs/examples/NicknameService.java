import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The same in Spring (6.1 or newer): the event is stored by the connection of the service's own transaction. */
@Service
public class NicknameService {
    private final JdbcClient jdbc;

    public NicknameService(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public UUID changeNickname(String memberId, String nickname) {
        String before = jdbc.sql("select nickname from shop.customer where id = :id for update")
            .param("id", memberId).query(String.class).single();
        jdbc.sql("update shop.customer set nickname = :nickname where id = :id")
            .param("nickname", nickname).param("id", memberId).update();
        return jdbc.sql("""
                select event.record_member_event(:id, 'nickname.changed',
                  jsonb_build_object('nickname', jsonb_build_object('from', cast(:before as text), 'to', cast(:after as text))),
                  '{"channel": "app"}')""")
            .param("id", memberId).param("before", before).param("after", nickname).query(UUID.class).single();
    }
}

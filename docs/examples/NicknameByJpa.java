import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The same through JPA (Jakarta Persistence 3.1, Hibernate 6 or newer). The native query runs on the connection of the entity manager's
 * transaction. Customer is an entity over shop.customer.
 */
@Service
public class NicknameByJpa {
    private final EntityManager entities;

    public NicknameByJpa(EntityManager entities) {
        this.entities = entities;
    }

    @Transactional
    public UUID changeNickname(String memberId, String nickname) {
        Customer customer = entities.find(Customer.class, memberId, LockModeType.PESSIMISTIC_WRITE);
        String before = customer.getNickname();
        customer.setNickname(nickname);
        return (UUID) entities.createNativeQuery("""
                select event.record_member_event(:id, 'nickname.changed',
                  jsonb_build_object('nickname', jsonb_build_object('from', cast(:before as text), 'to', cast(:after as text))),
                  cast('{"channel": "app"}' as jsonb))""", UUID.class)
            .setParameter("id", memberId).setParameter("before", before).setParameter("after", nickname).getSingleResult();
    }
}

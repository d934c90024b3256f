// java -cp postgresql-42.7.13.jar RecordFromJava.java 'jdbc:postgresql://HOST:5432/DATABASE?user=shop_system&password=PASSWORD' c-1 skylark
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Changes a nickname and records it: one transaction, so there is never one without the other. */
public final class RecordFromJava {
    static String changeNickname(Connection connection, String memberId, String nickname) throws SQLException {
        connection.setAutoCommit(false);
        try {
            String before = first(connection, "select nickname from shop.customer where id = ? for update", memberId);
            first(connection, "update shop.customer set nickname = ? where id = ? returning id", nickname, memberId);
            // The database builds the JSON, so that no value has to be escaped here.
            String eventId = first(connection,
                "select event.record_member_event(?, 'nickname.changed',"
                    + " jsonb_build_object('nickname', jsonb_build_object('from', ?::text, 'to', ?::text)), '{\"channel\": \"app\"}')",
                memberId, before, nickname);
            connection.commit();
            return eventId;
        } catch (SQLException | RuntimeException failure) {
            connection.rollback();
            throw failure;
        }
    }

    private static String first(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) statement.setString(at + 1, values[at]);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) throw new IllegalArgumentException("There is no such customer.");
                return rows.getString(1);
            }
        }
    }

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            System.out.println(changeNickname(connection, arguments[1], arguments[2]));
        }
    }
}

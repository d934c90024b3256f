# ruby record_from_ruby.rb "$SYSTEM_DATABASE_URL" c-1 skylark   (needs the gem pg; in Rails the connection is
# ActiveRecord::Base.connection.raw_connection inside the model's own transaction)
require "json"
require "pg"

# Changes a nickname and records it in one transaction; gives the event's id.
def change_nickname(connection, member_id, nickname)
  connection.transaction do |tx|
    before = tx.exec_params("select nickname from shop.customer where id = $1 for update", [member_id])
    raise KeyError, "There is no customer #{member_id}." if before.ntuples.zero?

    tx.exec_params("update shop.customer set nickname = $1 where id = $2", [nickname, member_id])
    attributes = { nickname: { from: before[0]["nickname"], to: nickname } }
    event = tx.exec_params(
      "select event.record_member_event($1, 'nickname.changed', $2::jsonb, $3::jsonb) as id",
      [member_id, JSON.generate(attributes), JSON.generate(channel: "app")]
    )
    event[0]["id"]
  end
end

puts change_nickname(PG.connect(ARGV[0]), ARGV[1], ARGV[2]) if $PROGRAM_NAME == __FILE__

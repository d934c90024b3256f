// dotnet run -- "Host=...;Username=shop_system;Password=...;Database=..." c-1 skylark   (needs the package Npgsql)
// In Entity Framework: (NpgsqlConnection)context.Database.GetDbConnection(), between BeginTransaction and Commit.
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

await using var connection = new NpgsqlConnection(args[0]);
await connection.OpenAsync();
Console.WriteLine(await ChangeNickname(connection, args[1], args[2]));

// Changes a nickname and records it in one transaction; gives the event's id.
static async Task<Guid> ChangeNickname(NpgsqlConnection connection, string memberId, string nickname)
{
    await using var transaction = await connection.BeginTransactionAsync();
    await using var read = new NpgsqlCommand("select nickname from shop.customer where id = $1 for update", connection, transaction)
    {
        Parameters = { new() { Value = memberId } },
    };
    var before = (string?)await read.ExecuteScalarAsync() ?? throw new KeyNotFoundException($"There is no customer {memberId}.");

    await using var change = new NpgsqlCommand("update shop.customer set nickname = $1 where id = $2", connection, transaction)
    {
        Parameters = { new() { Value = nickname }, new() { Value = memberId } },
    };
    await change.ExecuteNonQueryAsync();

    var attributes = new { nickname = new { from = before, to = nickname } };
    await using var record = new NpgsqlCommand("select event.record_member_event($1, 'nickname.changed', $2, $3)", connection, transaction)
    {
        Parameters =
        {
            new() { Value = memberId },
            new() { Value = JsonSerializer.Serialize(attributes), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new() { Value = """{"channel": "app"}""", NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };
    var eventId = (Guid)(await record.ExecuteScalarAsync())!;
    await transaction.CommitAsync();
    return eventId;
}

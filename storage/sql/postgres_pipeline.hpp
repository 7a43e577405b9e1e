// Statements that travel to PostgreSQL together (libpq's pipeline mode): a round trip costs more than most of
// our statements do. It knows nothing of transactions; the connection prepares the statements and decides when
// to wait for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/sql/postgres_parameters.hpp"
#include "storage/sql/postgres_result.hpp"

namespace collegium::sql {

class PostgresPipeline {
  public:
    // A prepared one, by its name and by the key that the connection keeps it under, which ends in its text.
    struct Statement {
        const std::string& name;
        const std::string& key;
    };

    bool empty() const { return sent_.empty(); }
    std::size_t size() const { return sent_.size(); }

    // Queues one more; `on_row` may be null, and must stay until finish().
    void send(PGconn* connection, const Statement& statement, const PostgresParameters& parameters,
              const OnRow* on_row);
    // Lets the server begin with them; finish() or abandon() must come before the next send().
    void part(PGconn* connection);
    // Waits for all that were sent, then gives each its rows, in order. Returns the rows that the last one changed.
    // Throws the first failure, and then calls nobody back.
    std::int64_t finish(PGconn* connection);
    // Waits for all and ignores what they say.
    void abandon(PGconn* connection) noexcept;
    // The connection is gone, and with it everything that was sent.
    void forget() {
        sent_.clear();
        parted_ = false;
    }

    // The key of a statement that finish() found to be stale, to be prepared anew.
    const std::optional<std::string>& stale() const { return stale_; }

  private:
    struct Sent {
        const std::string* key;
        const OnRow* on_row;
    };
    Failure failure_of(PGconn* connection, const PGresult* result, const Sent& sent);

    std::vector<Sent> sent_;
    bool parted_ = false;
    std::optional<std::string> stale_;
};

}  // namespace collegium::sql

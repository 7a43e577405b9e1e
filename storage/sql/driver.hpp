// What the pool's lanes ask of a connection beyond the port: transactions, repair and upkeep. Seen only
// inside storage/sql; repositories and jobs get the plain Connection.
#pragma once

#include <memory>
#include <string>

#include "core/result.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::sql {

// What a connection is for. read: snapshots that change nothing; write: the lane of changes; slow: single
// reads outside of any transaction, as a long one would keep SQLite's log from shrinking; manual: the owner
// says BEGIN and COMMIT itself (migrations, the command line).
enum class Access { read, write, slow, manual };

enum class Moment { after_batch, idle };

// Whether a driver wants to be asked again at the next idle moment.
enum class Upkeep { done, pending };

class Driver : public Connection {
  public:
    // All but rollback throw Failure.
    virtual void begin() = 0;
    virtual void commit() = 0;
    // Whatever state the connection is in; afterwards no transaction is open, or the connection is broken.
    virtual void rollback() noexcept = 0;
    virtual void savepoint() { run("SAVEPOINT job", {}, {}); }
    virtual void release() { run("RELEASE SAVEPOINT job", {}, {}); }
    virtual void rollback_to() {
        run("ROLLBACK TO SAVEPOINT job", {}, {});
        run("RELEASE SAVEPOINT job", {}, {});
    }
    // Waits for what was posted; throws what went wrong with it.
    virtual void settle() {}
    // Another number than before once a statement ran that may have changed something.
    virtual std::uint64_t changes() const = 0;
    // False when the database ended the transaction by itself, as SQLite does on a full disk.
    virtual bool in_transaction() const = 0;
    // Connects again if the connection is broken; Failure disconnected while the server cannot be reached,
    // at once and without trying while the back-off lasts.
    virtual void restore() = 0;
    virtual Upkeep tend(Moment moment) = 0;

    unsigned careful_turns = 0;  // so many more batches of this connection run each job in a savepoint (transact.cpp)
};

}  // namespace collegium::sql

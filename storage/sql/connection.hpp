// The port to a database: one SQL text for SQLite and PostgreSQL, `?` for parameters, statements
// prepared once per connection and text. What differs between the two is listed in sql/dialect.
// An unexpected fault throws sql::Failure, which ends at the pool's wall; what a caller expects
// (a duplicate, a missing row) is said in SQL, with ON CONFLICT and RETURNING.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "storage/sql/dialect.hpp"

namespace collegium::sql {

// A fault of the database or of our SQL. `retry`: the same transaction may succeed when run again.
class Failure : public std::runtime_error {
  public:
    enum class Kind { constraint, busy, serialization, disconnected, other };
    Failure(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    Kind kind() const { return kind_; }
    bool retry() const { return kind_ == Kind::busy || kind_ == Kind::serialization || kind_ == Kind::disconnected; }

  private:
    Kind kind_;
};

struct Blob {
    std::string bytes;
};

// A set of ids for `{{in_ids}}`; bound as one parameter.
struct IdList {
    std::vector<std::int64_t> values;
};

// One bound value. Texts are copied: a Param outlives the expression it was made in.
class Param {
  public:
    using Data = std::variant<std::monostate, std::int64_t, double, std::string, Blob, IdList>;

    Param(std::nullopt_t) {}
    Param(bool value) : data_(std::int64_t{value}) {}
    Param(int value) : data_(std::int64_t{value}) {}
    Param(std::int64_t value) : data_(value) {}
    Param(std::size_t value) : data_(static_cast<std::int64_t>(value)) {}
    Param(double value) : data_(value) {}
    Param(const char* value) : data_(std::string(value)) {}
    Param(std::string_view value) : data_(std::string(value)) {}
    Param(std::string value) : data_(std::move(value)) {}
    Param(Blob value) : data_(std::move(value)) {}
    Param(IdList value) : data_(std::move(value)) {}
    Param(Timestamp value) : data_(to_milliseconds(value)) {}
    template <class Tag>
    Param(Id<Tag> id) : data_(id ? Data(id.value) : Data()) {}  // no id: NULL
    template <class Tag>
    Param(const std::vector<Id<Tag>>& ids) {
        IdList list;
        for (auto id : ids) list.values.push_back(id.value);
        data_ = std::move(list);
    }
    template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    Param(Enum value) : data_(static_cast<std::int64_t>(value)) {}
    template <class T>
    Param(const std::optional<T>& value) {
        if (value) data_ = Param(*value).data_;
    }

    const Data& data() const { return data_; }

  private:
    Data data_;
};

using Params = std::vector<Param>;

// The current row; valid only inside the callback it is given to. Columns count from 0.
class Row {
  public:
    virtual ~Row() = default;
    virtual bool null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  // 0 when NULL
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // "" when NULL
    virtual std::string_view blob(int column) const = 0;

    bool flag(int column) const { return integer(column) != 0; }
    std::string string(int column) const { return std::string(text(column)); }
    Timestamp time(int column) const { return from_milliseconds(integer(column)); }
    std::optional<Timestamp> optional_time(int column) const {
        return null(column) ? std::nullopt : std::optional(time(column));
    }
    std::optional<std::string> optional_string(int column) const {
        return null(column) ? std::nullopt : std::optional(string(column));
    }
    template <class IdType>
    IdType id(int column) const {
        return IdType{integer(column)};
    }
    template <class Enum>
    Enum as(int column) const {
        return static_cast<Enum>(integer(column));
    }
};

using OnRow = std::function<void(const Row&)>;

// A statement to be run later, together with others. The text must stay, and so must what `on_row` fills.
struct Query {
    std::string_view sql;
    Params params;
    OnRow on_row;
};

// A query that appends one value for each row.
template <class T, class Map>
Query collect(std::vector<T>& rows, std::string_view sql, Params params, Map map) {
    return {sql, std::move(params), [&rows, map](const Row& row) { rows.push_back(map(row)); }};
}

class Connection {
  public:
    using OnRow = sql::OnRow;

    virtual ~Connection() = default;
    virtual Dialect dialect() const = 0;
    // Runs one statement; `on_row` may be empty. Returns the number of rows changed (INSERT, UPDATE, DELETE).
    virtual std::int64_t run(std::string_view sql, const Params& params, const OnRow& on_row) = 0;
    // The same for a statement whose outcome nobody needs. PostgreSQL gets it together with the next one that is
    // waited for: its failure surfaces there, at the latest when the job's work is kept, and fails the job all the
    // same.
    virtual void post(std::string_view sql, const Params& params) { run(sql, params, {}); }
    // Several statements in one round trip; each one's rows go to its own callback, in order. For those that do
    // not need one another's results.
    virtual void run_all(const std::vector<Query>& queries) {
        for (const Query& query : queries) run(query.sql, query.params, query.on_row);
    }
    // Several statements without parameters: migrations, BEGIN, SAVEPOINT.
    virtual void run_script(std::string_view sql) = 0;

    // Tells the pool's owner, after commit, that rows of a queue changed: wakes the pump and the workers.
    // Names are those of storage/sql/pool.hpp's Signal. Kept until commit, dropped on rollback.
    void signal(unsigned bits) { signals_ |= bits; }
    unsigned take_signals() { return std::exchange(signals_, 0u); }

    std::int64_t execute(std::string_view sql, const Params& params = {}) { return run(sql, params, {}); }

    void run(const Query& query) { run(query.sql, query.params, query.on_row); }

    void each(std::string_view sql, const Params& params, const OnRow& on_row) { run(sql, params, on_row); }

    template <class Map>
    auto all(std::string_view sql, const Params& params, Map map) {
        std::vector<std::invoke_result_t<Map, const Row&>> rows;
        run(sql, params, [&rows, &map](const Row& row) { rows.push_back(map(row)); });
        return rows;
    }
    // The first row, if any.
    template <class Map>
    auto one(std::string_view sql, const Params& params, Map map) {
        std::optional<std::invoke_result_t<Map, const Row&>> found;
        run(sql, params, [&found, &map](const Row& row) {
            if (!found) found = map(row);
        });
        return found;
    }
    // The first column of the first row.
    std::optional<std::int64_t> number(std::string_view sql, const Params& params = {}) {
        return one(sql, params, [](const Row& row) { return row.integer(0); });
    }
    bool exists(std::string_view sql, const Params& params = {}) {
        return one(sql, params, [](const Row&) { return true; }).has_value();
    }

  private:
    unsigned signals_ = 0;
};

}  // namespace collegium::sql

#include "storage/sql/postgres_connection.hpp"

#include <chrono>
#include <string_view>
#include <unordered_map>

#include "core/log.hpp"
#include "storage/sql/postgres_parameters.hpp"
#include "storage/sql/postgres_pipeline.hpp"
#include "storage/sql/postgres_result.hpp"

namespace collegium::sql {
namespace {

constexpr std::size_t most_statements = 512;
constexpr std::size_t most_posted = 64;          // far less than what fits into the buffers on the way
constexpr std::uint64_t first_plans_last = 256;  // statements
constexpr auto first_pause = std::chrono::milliseconds(100);
constexpr auto longest_pause = std::chrono::milliseconds(10'000);

struct PostgresFinish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

// jit: it costs more than all our queries together. The rest: nobody may wait for ever.
std::string settings_of(Access access) {
    std::string settings =
        "SET client_min_messages = warning; SET timezone = 'UTC'; SET standard_conforming_strings = on; SET jit = off;";
    // The lanes' statements find few rows by their indexes, and are planned once for all parameters; left to itself
    // PostgreSQL plans many of them anew each time. See also tend().
    static const std::string by_index =
        "SET plan_cache_mode = force_generic_plan; SET enable_hashjoin = off; SET enable_mergejoin = off;"
        "SET enable_seqscan = off; SET enable_bitmapscan = off;";
    switch (access) {
        case Access::read:
            return settings + by_index + "SET statement_timeout = 15000; SET default_transaction_read_only = on";
        case Access::slow: return settings + "SET statement_timeout = 300000; SET default_transaction_read_only = on";
        case Access::write:
            return settings + by_index +
                   "SET statement_timeout = 30000; SET idle_in_transaction_session_timeout = 120000";
        case Access::manual: return settings + "SET statement_timeout = 0";
    }
    return settings;
}

std::string_view begin_of(Access access) {
    return access == Access::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN";
}

class PostgresConnection final : public Driver {
  public:
    PostgresConnection(std::string url, Access access) : url_(std::move(url)), access_(access) { connect(); }

    Dialect dialect() const override { return Dialect::postgres; }
    std::int64_t run(std::string_view sql, const Params& params, const OnRow& on_row) override;
    void run_script(std::string_view sql) override;
    void post(std::string_view sql, const Params& params) override;
    void run_all(const std::vector<Query>& queries) override;

    void begin() override;
    void commit() override;
    void rollback() noexcept override;
    void savepoint() override { post("SAVEPOINT job", {}); }
    // Waits for everything that the job posted: after this its failures could not be told from another's.
    void release() override { run("RELEASE SAVEPOINT job", {}, {}); }
    void rollback_to() override {
        if (!pipeline_.empty()) pipeline_.abandon(connection_.get());
        run_script("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
    }
    void settle() override;
    std::uint64_t changes() const override { return changes_; }
    bool in_transaction() const override;
    void restore() override;
    Upkeep tend(Moment moment) override;

  private:
    void connect();
    PostgresResult run_prepared(std::string_view sql, const PostgresParameters& parameters);
    PostgresPipeline::Statement prepare(std::string_view sql, const PostgresParameters& parameters);
    void forget_statements();
    void send(std::string_view sql, const Params& params, const OnRow* on_row);
    std::int64_t finish();

    const std::string url_;
    const Access access_;
    std::unique_ptr<PGconn, PostgresFinish> connection_;
    std::unordered_map<std::string, std::string> statements_;  // signature and text -> name
    std::uint64_t prepared_ = 0;
    std::uint64_t executed_ = 0;
    std::uint64_t changes_ = 0;  // statements that are no SELECT
    std::uint64_t plans_last_ = first_plans_last;
    std::string key_;
    PostgresPipeline pipeline_;
    std::chrono::milliseconds pause_{0};
    std::chrono::steady_clock::time_point not_before_;
};

void ignore_notice(void*, const char* message) {
    std::string_view text(message);
    if (text.ends_with('\n')) text.remove_suffix(1);
    log::debug("postgresql notice", {{"text", text}});
}

void PostgresConnection::connect() {
    // What stands before the address is a default that the address may overrule.
    // Against a server that vanished without a word: left to the system, that takes a quarter of an hour to notice.
    const char* names[] = {"application_name",
                           "connect_timeout",
                           "keepalives_idle",
                           "keepalives_interval",
                           "keepalives_count",
                           "tcp_user_timeout",
                           "dbname",
                           "client_encoding",
                           nullptr};
    const char* values[] = {"collegium", "5", "30", "5", "3", "20000", url_.c_str(), "UTF8", nullptr};
    statements_.clear();
    pipeline_.forget();
    executed_ = 0;
    plans_last_ = first_plans_last;
    connection_.reset(PQconnectdbParams(names, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        std::string reason = connection_ ? PQerrorMessage(connection_.get()) : "out of memory";
        while (reason.ends_with('\n')) reason.pop_back();
        throw Failure(Failure::Kind::disconnected, reason);
    }
    PQsetErrorVerbosity(connection_.get(), PQERRORS_TERSE);  // the details quote people's data
    PQsetNoticeProcessor(connection_.get(), &ignore_notice, nullptr);
    run_script(settings_of(access_));
}

void PostgresConnection::restore() {
    if (PQstatus(connection_.get()) == CONNECTION_OK) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < not_before_) throw Failure(Failure::Kind::busy, "PostgreSQL cannot be reached");
    try {
        connect();
        pause_ = std::chrono::milliseconds(0);
        log::info("postgresql reached again");
    } catch (const Failure& failure) {
        pause_ = std::min(longest_pause, std::max(first_pause, pause_ * 2));
        not_before_ = std::chrono::steady_clock::now() + pause_;
        throw Failure(Failure::Kind::busy, failure.what());
    }
}

bool PostgresConnection::in_transaction() const {
    if (!pipeline_.empty()) return true;  // nobody has looked yet
    const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

PostgresPipeline::Statement PostgresConnection::prepare(std::string_view sql, const PostgresParameters& parameters) {
    key_.assign(parameters.signature()).append(":").append(sql);
    ++executed_;
    if (!sql.starts_with("SELECT")) ++changes_;
    const auto found = statements_.find(key_);
    if (found != statements_.end()) return {found->second, found->first};
    finish();
    // The server would let surplus parameters pass.
    if (const int expected = count_parameters(sql); expected != parameters.count()) {
        throw Failure(Failure::Kind::other, std::to_string(parameters.count()) + " parameters for " +
                                                std::to_string(expected) + " in: " + std::string(sql));
    }
    if (statements_.size() >= most_statements) forget_statements();
    const std::string text = translate(Dialect::postgres, sql);
    const std::string name = "s" + std::to_string(++prepared_);
    const PostgresResult result(
        PQprepare(connection_.get(), name.c_str(), text.c_str(), parameters.count(), parameters.types()));
    if (!succeeded(result.get())) throw postgres_failure(connection_.get(), result.get(), sql);
    const auto kept = statements_.emplace(key_, name).first;
    return {kept->second, kept->first};
}

void PostgresConnection::forget_statements() {
    statements_.clear();
    run_script("DEALLOCATE ALL");
}

PostgresResult PostgresConnection::run_prepared(std::string_view sql, const PostgresParameters& parameters) {
    const auto statement = prepare(sql, parameters);
    PostgresResult result(PQexecPrepared(connection_.get(), statement.name.c_str(), parameters.count(),
                                         parameters.values(), parameters.lengths(), parameters.formats(), 0));
    if (succeeded(result.get())) return result;
    const std::string_view state = sql_state(result.get());
    if (state == "0A000" || state == "26000") statements_.erase(key_);  // stale: see postgres_result
    throw postgres_failure(connection_.get(), result.get(), sql);
}

std::int64_t PostgresConnection::run(std::string_view sql, const Params& params, const OnRow& on_row) {
    if (!pipeline_.empty()) {
        send(sql, params, on_row ? &on_row : nullptr);
        return finish();
    }
    const PostgresParameters parameters(params);
    const PostgresResult result = run_prepared(sql, parameters);
    if (on_row) {
        const int rows = PQntuples(result.get());
        for (int row = 0; row < rows; ++row) on_row(PostgresRow(result.get(), row));
    }
    return rows_changed(result.get());
}

void PostgresConnection::send(std::string_view sql, const Params& params, const OnRow* on_row) {
    const PostgresParameters parameters(params);
    pipeline_.send(connection_.get(), prepare(sql, parameters), parameters, on_row);
}

std::int64_t PostgresConnection::finish() {
    if (pipeline_.empty()) return 0;
    try {
        return pipeline_.finish(connection_.get());
    } catch (const Failure&) {
        if (pipeline_.stale()) statements_.erase(*pipeline_.stale());
        throw;
    }
}

void PostgresConnection::post(std::string_view sql, const Params& params) {
    // Without a transaction that is closed here, nobody would wait for it.
    if (access_ != Access::write && access_ != Access::read) {
        run(sql, params, {});
        return;
    }
    if (pipeline_.size() >= most_posted) finish();
    send(sql, params, nullptr);
}

void PostgresConnection::run_all(const std::vector<Query>& queries) {
    // Whatever is prepared now would wait for those sent before it, and call back too early.
    for (const Query& query : queries) prepare(query.sql, PostgresParameters(query.params));
    for (const Query& query : queries) send(query.sql, query.params, &query.on_row);
    finish();
}

void PostgresConnection::run_script(std::string_view sql) {
    finish();
    const std::string text = translate(Dialect::postgres, sql);
    const PostgresResult result(PQexec(connection_.get(), text.c_str()));
    if (!succeeded(result.get())) throw postgres_failure(connection_.get(), result.get(), sql);
}

// A plan that was made while a table was nearly empty takes any index for as good as another, and would be kept
// until autovacuum looks at the table. So plans are made anew, ever more seldom.
Upkeep PostgresConnection::tend(Moment) {
    if (executed_ < plans_last_ || PQstatus(connection_.get()) != CONNECTION_OK) return Upkeep::done;
    plans_last_ *= 2;
    try {
        run_script("DISCARD PLANS");
    } catch (const Failure& failure) {
        log::warn("plans could not be made anew", {{"reason", failure.what()}});
    }
    return Upkeep::done;
}

void PostgresConnection::begin() {
    if (access_ == Access::slow) return;
    if (!pipeline_.empty()) pipeline_.abandon(connection_.get());  // the end of the reader's last transaction
    post(begin_of(access_), {});
}

void PostgresConnection::settle() {
    finish();
    if (PQtransactionStatus(connection_.get()) == PQTRANS_INERROR)
        throw Failure(Failure::Kind::other, "a failed statement, which the job did not report");
}

void PostgresConnection::commit() {
    if (access_ == Access::slow) return;
    finish();
    if (access_ == Access::read) {  // nobody has to wait for the end of a reader's transaction
        post("COMMIT", {});
        pipeline_.part(connection_.get());
        return;
    }
    const PostgresResult result(PQexec(connection_.get(), "COMMIT"));
    if (!succeeded(result.get())) throw postgres_failure(connection_.get(), result.get(), "COMMIT");
    // Of a transaction in which a statement failed, COMMIT makes a rollback, and calls it a success.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
        throw Failure(Failure::Kind::other, "COMMIT after a failed statement, which the job did not report");
    }
}

void PostgresConnection::rollback() noexcept {
    if (!pipeline_.empty()) pipeline_.abandon(connection_.get());
    if (!in_transaction()) return;
    const PostgresResult result(PQexec(connection_.get(), "ROLLBACK"));
}

}  // namespace

std::unique_ptr<Driver> open_postgres(const std::string& url, Access access) {
    return std::make_unique<PostgresConnection>(url, access);
}

}  // namespace collegium::sql

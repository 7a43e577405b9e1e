#include "storage/sql/postgres_pipeline.hpp"

#include <utility>

namespace collegium::sql {
namespace {

// What one statement answered; nothing more of it is left to read.
PostgresResult read_answer(PGconn* connection) {
    PostgresResult answer(PQgetResult(connection));
    if (answer) PostgresResult(PQgetResult(connection));
    return answer;
}

// Leaves the connection as it was before: one statement at a time.
void read_end(PGconn* connection) {
    for (int ends = 0; ends < 2 && PQstatus(connection) != CONNECTION_BAD;) {
        const PostgresResult result(PQgetResult(connection));
        if (result && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) break;
        if (!result) ++ends;
    }
    if (PQexitPipelineMode(connection) == 0 && PQstatus(connection) != CONNECTION_BAD)
        throw postgres_failure(connection, nullptr, "pipeline");
}

}  // namespace

void PostgresPipeline::send(PGconn* connection, const Statement& statement, const PostgresParameters& parameters,
                            const OnRow* on_row) {
    if (sent_.empty() && PQenterPipelineMode(connection) == 0)
        throw postgres_failure(connection, nullptr, statement.key);
    if (PQsendQueryPrepared(connection, statement.name.c_str(), parameters.count(), parameters.values(),
                            parameters.lengths(), parameters.formats(), 0) == 0) {
        const Failure failure = postgres_failure(connection, nullptr, statement.key);
        abandon(connection);
        throw failure;
    }
    sent_.push_back({&statement.key, on_row});
}

void PostgresPipeline::part(PGconn* connection) {
    parted_ = PQpipelineSync(connection) != 0;  // if not, finish() tries again and says what is wrong
}

std::int64_t PostgresPipeline::finish(PGconn* connection) {
    stale_.reset();
    // Emptied first: a callback may run statements of its own.
    const std::vector<Sent> sent = std::exchange(sent_, {});
    std::vector<PostgresResult> answers;
    std::optional<Failure> failure;
    const bool parted = std::exchange(parted_, false);
    if (!parted && PQpipelineSync(connection) == 0) failure = postgres_failure(connection, nullptr, "pipeline");
    for (std::size_t index = 0; index < sent.size() && PQstatus(connection) != CONNECTION_BAD; ++index) {
        answers.push_back(read_answer(connection));
        // After the first failure the server skips what follows.
        if (!failure && !succeeded(answers.back().get()))
            failure = failure_of(connection, answers.back().get(), sent[index]);
    }
    if (!failure && PQstatus(connection) == CONNECTION_BAD) failure = postgres_failure(connection, nullptr, "pipeline");
    read_end(connection);
    if (failure) throw *failure;
    for (std::size_t index = 0; index < sent.size(); ++index) {
        if (!sent[index].on_row) continue;
        const int rows = PQntuples(answers[index].get());
        for (int row = 0; row < rows; ++row) (*sent[index].on_row)(PostgresRow(answers[index].get(), row));
    }
    return answers.empty() ? 0 : rows_changed(answers.back().get());
}

void PostgresPipeline::abandon(PGconn* connection) noexcept {
    for (Sent& sent : sent_) sent.on_row = nullptr;
    try {
        finish(connection);
    } catch (const std::exception&) {  // whatever it is, its statement is given up
    }
}

Failure PostgresPipeline::failure_of(PGconn* connection, const PGresult* result, const Sent& sent) {
    const std::string_view state = sql_state(result);
    if (state == "0A000" || state == "26000") stale_ = *sent.key;
    return postgres_failure(connection, result, std::string_view(*sent.key).substr(sent.key->find(':') + 1));
}

}  // namespace collegium::sql

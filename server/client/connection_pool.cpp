#include "client/connection_pool.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace collegium::client {

// At most a few hundred entries: a walk is cheaper than the request it serves.
std::shared_ptr<Connection> ConnectionPool::take(const std::string& origin, TimePoint now) {
    sweep(now);
    for (auto place = idle_.rbegin(); place != idle_.rend();) {
        if (place->connection->origin() != origin) {
            ++place;
            continue;
        }
        auto connection = std::move(place->connection);
        place = std::make_reverse_iterator(idle_.erase(std::next(place).base()));
        // Closed by the peer, or talking out of turn: not to be trusted with a request.
        if (connection->is_quiet()) return connection;
    }
    return nullptr;
}

void ConnectionPool::put(std::shared_ptr<Connection> connection, TimePoint now) {
    const auto same = [&connection](const Entry& entry) { return entry.connection->origin() == connection->origin(); };
    const auto count = static_cast<std::size_t>(std::count_if(idle_.begin(), idle_.end(), same));
    if (count >= per_origin_) return;
    idle_.push_back(Entry{std::move(connection), now});
    while (idle_.size() > total_) idle_.pop_front();
}

void ConnectionPool::sweep(TimePoint now) {
    while (!idle_.empty() && now - idle_.front().since >= idle_time_) idle_.pop_front();
}

void ConnectionPool::shrink(std::size_t in_use) {
    while (!idle_.empty() && idle_.size() + in_use > total_) idle_.pop_front();
}

void ConnectionPool::drop(const std::string& origin) {
    idle_.remove_if([&origin](const Entry& entry) { return entry.connection->origin() == origin; });
}

}  // namespace collegium::client

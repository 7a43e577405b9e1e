#include "http/session_set.hpp"

#include "core/metrics.hpp"
#include "http/session.hpp"

namespace collegium::http {
namespace {

metrics::Gauge& connections() {
    static auto& gauge = metrics::gauge("collegium_http_connections", "Open inbound connections");
    return gauge;
}

}  // namespace

void SessionSet::drain() {
    draining_ = true;
    for (auto* session : sessions_)
        if (session->idle()) session->cancel();
}

void SessionSet::cancel_all() {
    for (auto* session : sessions_) session->cancel();
}

bool Gate::enter(const std::string& address, AddressCount mode) {
    std::lock_guard lock(mutex_);
    if (inside_ >= limit_) return false;
    if (mode == AddressCount::counted) {
        auto& count = by_address_[address];
        if (count >= limit_per_address_) return false;
        ++count;
    }
    ++inside_;
    connections().add(1);
    return true;
}

void Gate::leave(const std::string& address, AddressCount mode) {
    std::lock_guard lock(mutex_);
    if (mode == AddressCount::counted) {
        const auto found = by_address_.find(address);
        if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
    }
    connections().add(-1);
    if (--inside_ == 0) emptied_.notify_all();
}

std::size_t Gate::inside() const {
    std::lock_guard lock(mutex_);
    return inside_;
}

bool Gate::wait_until_empty(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return emptied_.wait_for(lock, limit, [this] { return inside_ == 0; });
}

bool BodyBudget::take(std::size_t bytes) {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit_) return true;
    give(bytes);
    return false;
}

}  // namespace collegium::http

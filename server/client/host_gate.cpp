#include "client/host_gate.hpp"

#include <algorithm>
#include <utility>

namespace collegium::client {

bool HostGate::has_room(const Host& host) const {
    return host.active < limits_.per_host && active_ < limits_.total;
}

HostGate::Admission HostGate::enter(const std::shared_ptr<Waiter>& waiter, TimePoint now) {
    forget_some(now);
    Host& host = hosts_[waiter->host];
    if (now < host.paused_until) return Admission::paused;
    if (has_room(host) && host.waiting == 0) {
        ++host.active;
        ++active_;
        waiter->admitted = true;
        return Admission::entered;
    }
    if (host.waiting >= limits_.waiting_per_host) return Admission::full;
    ++host.waiting;
    queue_.push_back(waiter);
    return Admission::waits;
}

void HostGate::give_up(const std::shared_ptr<Waiter>& waiter) {
    const auto place = std::find(queue_.begin(), queue_.end(), waiter);
    if (place == queue_.end()) return;
    queue_.erase(place);
    --hosts_[waiter->host].waiting;
}

void HostGate::leave(const std::string& name, TimePoint now) {
    const auto found = hosts_.find(name);
    if (found == hosts_.end() || found->second.active == 0) return;
    --found->second.active;
    --active_;
    admit_waiting();
    const auto left = hosts_.find(name);
    const Host& host = left->second;
    const bool nothing_to_remember = host.failures == 0 && host.paused_until <= now;
    if (host.active == 0 && host.waiting == 0 && nothing_to_remember) hosts_.erase(left);
}

void HostGate::admit_waiting() {
    for (auto place = queue_.begin(); place != queue_.end() && active_ < limits_.total;) {
        Host& host = hosts_[(*place)->host];
        if (!has_room(host)) {
            ++place;
            continue;
        }
        const std::shared_ptr<Waiter> waiter = *place;
        place = queue_.erase(place);
        --host.waiting;
        ++host.active;
        ++active_;
        waiter->admitted = true;
        if (waiter->wake) waiter->wake();
    }
}

bool HostGate::is_paused(const std::string& host, TimePoint now) const {
    const auto found = hosts_.find(host);
    return found != hosts_.end() && now < found->second.paused_until;
}

void HostGate::connected(const std::string& host) {
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return;
    found->second.failures = 0;
    found->second.paused_until = {};
}

void HostGate::connection_failed(const std::string& name, TimePoint now) {
    Host& host = hosts_[name];
    ++host.failures;
    if (host.failures < limits_.failures_before_pause) return;
    const unsigned doublings = std::min(host.failures - limits_.failures_before_pause, 8u);
    const auto pause = std::min(limits_.first_pause * (1 << doublings), limits_.longest_pause);
    host.paused_until = now + pause;
}

// Keeps the map bounded: first what is no longer paused, then, under a flood of names, any idle entry.
void HostGate::forget_some(TimePoint now) {
    if (hosts_.size() < limits_.hosts) return;
    const auto idle = [](const Host& host) { return host.active == 0 && host.waiting == 0; };
    std::erase_if(hosts_,
                  [now, idle](const auto& entry) { return idle(entry.second) && entry.second.paused_until <= now; });
    if (hosts_.size() < limits_.hosts) return;
    std::erase_if(hosts_, [idle](const auto& entry) { return idle(entry.second); });
}

}  // namespace collegium::client

// Whose turn it is in the inbox queue: a host that sends much at once goes behind those that send little, whatever
// came first (security.md DOS-24), and its own activities stay in their order. The queue is worked off by a time that
// is given here: a minute before now for whoever sends little, and each activity of a host three milliseconds after
// its last one. It is always due, so one host alone waits for nothing and costs nothing. In memory, bounded; it knows
// no queue. Safe from any thread.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "core/time.hpp"

namespace collegium::federation {

class InboxTurns {
  public:
    explicit InboxTurns(std::size_t most_hosts = 10'000) : most_hosts_(most_hosts) {}

    // Whatever else comes from a host after `now` has a later turn.
    static Timestamp first(Timestamp now);
    // When the next activity of a host is due: at most `now`.
    Timestamp next(const std::string& host, Timestamp now);
    std::size_t hosts() const;

  private:
    void make_room(Timestamp now);

    std::size_t most_hosts_;
    mutable std::mutex mutex_;
    std::map<std::string, Timestamp, std::less<>> last_;  // ordered: names are chosen by others (DOS-23)
};

}  // namespace collegium::federation

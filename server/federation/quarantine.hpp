// Mode "guarded": correctly signed activities of servers that nobody here has reviewed wait apart from the inbox
// queue, so that nothing of theirs is shown and no account of theirs is stored. Bounded, so that strangers cannot
// fill the disk; the scheduler drops what is older than `longest`.
#pragma once

#include <chrono>
#include <string>

#include "domain/context.hpp"
#include "federation/services.hpp"
#include "storage/model/queue.hpp"

namespace collegium::federation::quarantine {

constexpr auto longest = std::chrono::days(30);
constexpr std::int64_t most_of_one_host = 200;
constexpr std::int64_t most_bytes_of_one_host = 4 * 1024 * 1024;
constexpr std::int64_t most = 5000;
constexpr std::int64_t most_bytes = 128 * 1024 * 1024;

// False when there is no room: it was not taken, and may be sent again later.
bool hold(domain::Context& context, const model::InboxItem& item, const std::string& type);
// What waits of servers that were allowed meanwhile goes into the inbox queue, in order; what waits of those that
// were refused goes away.
void settle(domain::Context& context);
// The same as a job of its own, when anything waits. Blocks.
void settle(Services& services);

}  // namespace collegium::federation::quarantine

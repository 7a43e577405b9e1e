// What an answer to a delivery means, and when to try again (federation.md 2.4, 5.3). Pure: the worker asks,
// nothing here sends, waits or stores.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/time.hpp"
#include "storage/model/queue.hpp"

namespace collegium::federation::delivery {

enum class Verdict {
    delivered,  // 2xx
    refused,    // for good: all 4xx but 401, 408 and 429, and what was tried too often
    again,      // everything else; the host waits, and all that is meant for it
};

// `attempts`: how often this delivery failed before. `status` 0: there was no answer.
Verdict judge(int status, int attempts);

// What calls for the other family of signatures, once: 400 and 401, no other (federation.md 2.4 rule 2).
bool calls_for_other_family(int status);
model::SignatureFamily other_family(model::SignatureFamily family);

// 15 s doubled with every failure in a row, at most 8 h, and up to a fifth more by `dice`.
std::chrono::milliseconds back_off(int failures, std::uint64_t dice);

// Of a 429 or 503, in seconds or as a date; at most an hour, nothing when absent or unreadable.
std::optional<std::chrono::milliseconds> retry_after(std::string_view header, Timestamp now);

// How long a host waits after a try that failed: as it wished, but after a few tries no shorter than our own back-off.
// So the tries that a delivery has are never used up within minutes. `attempts` as for judge(); `failures` of the host.
std::chrono::milliseconds pause_after(int attempts, int failures, std::optional<std::chrono::milliseconds> wish,
                                      std::uint64_t dice);

// Which family works, host by host: two changes within an hour mean that a host takes neither reliably, and
// leave it with draft-cavage for a day (federation.md 2.4 rule 3).
class FamilyMemory {
  public:
    // The family to remember after `worked` did what the other did not; nullopt: leave it as it is.
    std::optional<model::SignatureFamily> changed(const std::string& host, model::SignatureFamily worked,
                                                  Timestamp now);

  private:
    struct Change {
        Timestamp at;
        std::optional<Timestamp> frozen_until;
    };
    std::unordered_map<std::string, Change> changes_;
};

// Bodies by id, the least recently used going first: one post goes to many hosts.
class BodyCache {
  public:
    using Body = std::shared_ptr<const std::string>;
    explicit BodyCache(std::size_t bytes) : limit_(bytes) {}

    Body find(std::int64_t id);
    void put(std::int64_t id, Body body);

  private:
    struct Slot {
        Body body;
        std::list<std::int64_t>::iterator age;
    };
    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::list<std::int64_t> ages_;  // most recently used first
    std::unordered_map<std::int64_t, Slot> slots_;
};

}  // namespace collegium::federation::delivery

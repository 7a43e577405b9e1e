// What the policy said about hosts within the last second, so that the inbox does not ask the database for every
// activity. In memory, bounded: what is not known any more is asked again. Safe from any thread.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "federation/policy.hpp"

namespace collegium::federation {

class Standings {
  public:
    explicit Standings(std::size_t most_hosts = 10'000) : most_hosts_(most_hosts) {}

    std::optional<Standing> find(const std::string& host, Timestamp now);
    void put(const std::string& host, Standing standing, Timestamp now);

  private:
    struct Entry {
        Standing standing;
        Timestamp at;
    };
    std::size_t most_hosts_;
    std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;  // ordered: names are chosen by others (DOS-23)
};

}  // namespace collegium::federation

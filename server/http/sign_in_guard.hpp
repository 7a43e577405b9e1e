// Guessing passwords made slow (security.md OAU): wrong ones are counted for the name that was tried, whether anybody
// has it or not, and for the address that tried; right ones are not. Ten wrong ones for a name, or thirty from an
// address, and further attempts are not looked at until five minutes after the first. An address from which somebody
// signed in has a count of its own for that name, so that a stranger's guesses do not keep its owner out. Kept in
// memory, bounded; what was quiet longest is forgotten first. It knows no accounts and no passwords.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace collegium::http {

class SignInGuard {
  public:
    explicit SignInGuard(std::size_t most_entries = 100'000);

    // One attempt under way.
    struct Attempt {
        std::string name;                          // what is counted for the name
        std::string address;                       // for the address
        std::string pair;                          // for both
        std::optional<std::chrono::seconds> wait;  // refused: how long
    };
    enum class Outcome { wrong, right, undecided };

    // What is not refused has to be left again.
    Attempt enter(std::string_view name, std::string_view remote_address, Timestamp now);
    void leave(const Attempt& attempt, Outcome outcome, Timestamp now);
    std::size_t entries() const;

  private:
    struct Entry {
        unsigned wrong = 0;
        unsigned under_way = 0;  // counted too: a hundred guesses at once are not one
        Timestamp end;
        std::list<std::string>::iterator place;
    };
    Entry& entry_of(const std::string& key, std::chrono::seconds life, Timestamp now);
    const Entry* find(const std::string& key, Timestamp now) const;
    void drop(const std::string& key);
    void drop_idle(const std::string& key);

    std::size_t most_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;  // ordered: keys are chosen by others (DOS-23)
    std::list<std::string> recent_;                      // most recent first
};

}  // namespace collegium::http

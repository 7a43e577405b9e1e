// The list of all keys: name, place in Config, and what is allowed. A new key is one line in keys.cpp, one
// member in config.hpp and one line in collegium.example.toml.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/value.hpp"

namespace collegium::config {

struct Key {
    std::string name;  // "instance.domain"
    // Puts the value into the Config that the list was made for; returns what is wrong with it, or "".
    std::function<std::string(const Value&)> take;
    // May also come from the file that "name_file" says, as it can hold a password.
    enum class Secrecy { open, secret };
    Secrecy secrecy = Secrecy::open;
};

// The functions refer to `config`, which must outlive them.
std::vector<Key> keys_of(Config& config);

}  // namespace collegium::config

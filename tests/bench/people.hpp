// The remote people of a benchmark: actors on many hosts, all served by one loopback port, and what they send,
// signed and ready to be written to a socket. Several share a key pair, as making one takes a quarter of a
// second; each has a key id of its own, so that the server keeps as many keys as there are actors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keys.hpp"

namespace collegium::bench {

struct Person {
    std::string name;
    std::string authority;  // host:port
    std::size_t key = 0;    // in People

    std::string id() const { return "http://" + authority + "/users/" + name; }
    std::string key_id() const { return id() + "#main-key"; }
    std::string inbox() const { return "http://" + authority + "/inbox"; }
};

class People {
  public:
    // `hosts` hosts named `prefix`0.localhost and so on, with `per_host` people each.
    People(std::string_view prefix, std::size_t hosts, std::size_t per_host, std::uint16_t port,
           const std::vector<crypto::PrivateKey>& keys);

    const std::vector<Person>& all() const { return people_; }
    const Person* find(std::string_view authority, std::string_view name) const;
    std::string document(const Person& person) const;

    // A whole request: POST of this body, signed by this person.
    std::string signed_post(const Person& person, const std::string& url, const std::string& body) const;

    // Bodies.
    static std::string note(const Person& person, std::uint64_t number);
    static std::string follow(const Person& person, const std::string& target);
    static std::string accept(const Person& person, const std::string& follow_id, const std::string& follower);

  private:
    std::vector<Person> people_;
    const std::vector<crypto::PrivateKey>& keys_;
    std::vector<std::string> pems_;
};

std::vector<crypto::PrivateKey> make_keys(std::size_t count);

}  // namespace collegium::bench

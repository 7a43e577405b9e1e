// Loopback sockets and the little of HTTP/1.1 that a load generator needs: where one message ends. It knows no
// deadlines and trusts its peer, as both ends are ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace collegium::bench {

// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;

    int number() const { return number_; }

  private:
    int number_;
};

enum class Blocking { yes, no };

// 127.0.0.1; throws std::runtime_error.
Descriptor connect_to(std::uint16_t port, Blocking blocking);
Descriptor listen_on_free_port(std::uint16_t& port);
Descriptor accept_from(const Descriptor& listener);  // -1 when nobody waits

// The first whole message of a buffer.
struct Message {
    std::string_view head;  // with its first line, without the empty one
    std::string_view body;
    std::size_t size = 0;  // of all of it

    int status() const;                                               // of an answer
    std::string_view method() const;                                  // of a request
    std::string_view target() const;                                  // of a request
    std::string_view header(std::string_view lower_case_name) const;  // "" when absent
};

std::optional<Message> first_message(std::string_view buffer);

}  // namespace collegium::bench

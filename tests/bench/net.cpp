#include "bench/net.hpp"

#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace collegium::bench {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void without_delay(int socket) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

// The word between two blanks of the first line, counted from 0.
std::string_view word(std::string_view head, int index) {
    std::string_view line = head.substr(0, head.find("\r\n"));
    for (; index > 0; --index) {
        const auto blank = line.find(' ');
        if (blank == std::string_view::npos) return {};
        line.remove_prefix(blank + 1);
    }
    return line.substr(0, line.find(' '));
}

bool same_name(std::string_view name, std::string_view lower_case) {
    if (name.size() != lower_case.size()) return false;
    for (std::size_t index = 0; index < name.size(); ++index)
        if (std::tolower(static_cast<unsigned char>(name[index])) != lower_case[index]) return false;
    return true;
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor connect_to(std::uint16_t port, Blocking blocking) {
    Descriptor socket(
        ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (blocking == Blocking::no ? SOCK_NONBLOCK : 0), 0));
    if (socket.number() < 0) fail("socket");
    const auto address = loopback(port);
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
        errno != EINPROGRESS)
        fail("connect");
    without_delay(socket.number());
    return socket;
}

Descriptor listen_on_free_port(std::uint16_t& port) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.number() < 0) fail("socket");
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), size) != 0) fail("bind");
    if (::listen(socket.number(), 1024) != 0) fail("listen");
    if (::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
    port = ntohs(address.sin_port);
    return socket;
}

Descriptor accept_from(const Descriptor& listener) {
    Descriptor socket(::accept4(listener.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.number() >= 0) without_delay(socket.number());
    return socket;
}

int Message::status() const {
    const auto text = word(head, 1);
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string_view Message::method() const {
    return word(head, 0);
}

std::string_view Message::target() const {
    return word(head, 1);
}

std::string_view Message::header(std::string_view lower_case_name) const {
    std::string_view rest = head;
    for (auto end = rest.find("\r\n"); end != std::string_view::npos; end = rest.find("\r\n")) {
        rest.remove_prefix(end + 2);
        const auto line = rest.substr(0, rest.find("\r\n"));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !same_name(line.substr(0, colon), lower_case_name)) continue;
        const auto value = line.substr(colon + 1);
        const auto start = value.find_first_not_of(' ');
        return start == std::string_view::npos ? std::string_view() : value.substr(start);
    }
    return {};
}

std::optional<Message> first_message(std::string_view buffer) {
    const auto end = buffer.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    Message message;
    message.head = buffer.substr(0, end);
    const auto length = message.header("content-length");
    std::size_t size = 0;
    std::from_chars(length.data(), length.data() + length.size(), size);
    message.size = end + 4 + size;
    if (buffer.size() < message.size) return std::nullopt;
    message.body = buffer.substr(end + 4, size);
    return message;
}

}  // namespace collegium::bench

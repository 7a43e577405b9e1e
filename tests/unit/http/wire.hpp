// A client that writes and reads raw bytes, for what a well-behaved client cannot say.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/strings.hpp"

namespace collegium::http::test {

struct Answer {
    int status = 0;
    std::string head;
    std::string body;

    std::string header(std::string_view name) const {
        for (const auto line : strings::split(head, '\n')) {
            const auto colon = line.find(':');
            if (colon == std::string_view::npos || !strings::equals_ignoring_case(line.substr(0, colon), name))
                continue;
            return std::string(strings::trim(line.substr(colon + 1)));
        }
        return {};
    }
};

class Wire {
  public:
    explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~Wire() { ::close(socket_); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    int descriptor() const { return socket_; }
    bool connected() const { return connected_; }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    // The next answer; status 0 when the server closed before it was whole. `bodyless` for HEAD.
    Answer receive(bool bodyless = false) {
        std::size_t end;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
            if (!more()) return {};
        Answer answer;
        answer.head = buffer_.substr(0, end);
        buffer_.erase(0, end + 4);
        answer.status = std::atoi(answer.head.c_str() + 9);
        const auto length = static_cast<std::size_t>(std::atoll(answer.header("Content-Length").c_str()));
        if (bodyless) return answer;
        while (buffer_.size() < length)
            if (!more()) return {};
        answer.body = buffer_.substr(0, length);
        buffer_.erase(0, length);
        return answer;
    }

    Answer ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }

    // True when something has come; it stays unread.
    bool readable() const {
        pollfd waiting{socket_, POLLIN, 0};
        return ::poll(&waiting, 1, 20'000) > 0;
    }

    // True when the server ends the connection without another byte.
    bool closed() { return buffer_.empty() && !more(); }

  private:
    bool more() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 20'000) <= 0) return false;
        char bytes[8192];
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    bool connected_ = false;
    std::string buffer_;
};

}  // namespace collegium::http::test

#include "bench/driver.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

#include <sys/epoll.h>
#include <sys/socket.h>

#include "bench/net.hpp"

namespace collegium::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
}

// One connection with at most one request under way.
struct Line {
    Descriptor socket;
    std::string received;
    const std::string* text = nullptr;  // null: nothing to do
    std::size_t sent = 0;
    Clock::time_point began;
};

class Driver {
  public:
    explicit Driver(const Load& load) : load_(load), poll_(::epoll_create1(EPOLL_CLOEXEC)), lines_(load.connections) {}

    Answers run() {
        for (auto& line : lines_) open(line);
        answers_.began = Clock::now();
        for (auto& line : lines_) next(line);
        while (answers_.count() < load_.requests) {
            if (Clock::now() - answers_.began > load_.longest) throw std::runtime_error("no answer in time");
            turn();
        }
        answers_.seconds = seconds_between(answers_.began, Clock::now());
        std::sort(answers_.milliseconds.begin(), answers_.milliseconds.end());
        return std::move(answers_);
    }

  private:
    void open(Line& line) {
        line.socket = connect_to(load_.port, Blocking::no);
        line.received.clear();
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = &line;
        ::epoll_ctl(poll_.number(), EPOLL_CTL_ADD, line.socket.number(), &event);
    }

    void next(Line& line) {
        line.text = nullptr;
        if (begun_ == load_.requests) return;
        line.text = &load_.text(begun_++);
        line.sent = 0;
        line.began = Clock::now();
        send(line);
    }

    void send(Line& line) {
        while (line.text && line.sent < line.text->size()) {
            const auto done = ::send(line.socket.number(), line.text->data() + line.sent, line.text->size() - line.sent,
                                     MSG_NOSIGNAL);
            if (done <= 0) return;
            line.sent += static_cast<std::size_t>(done);
        }
    }

    void turn() {
        std::array<epoll_event, 128> events;
        const int count = ::epoll_wait(poll_.number(), events.data(), events.size(), 100);
        for (int index = 0; index < count; ++index) {
            auto& line = *static_cast<Line*>(events[static_cast<std::size_t>(index)].data.ptr);
            send(line);
            receive(line);
        }
    }

    void receive(Line& line) {
        std::array<char, 65536> piece;
        while (true) {
            const auto size = ::recv(line.socket.number(), piece.data(), piece.size(), 0);
            if (size < 0 && (errno == EAGAIN || errno == EINPROGRESS || errno == ENOTCONN)) return;
            if (size <= 0) return again(line);
            answers_.bytes += static_cast<std::size_t>(size);
            line.received.append(piece.data(), static_cast<std::size_t>(size));
            const auto message = first_message(line.received);
            if (!message) continue;
            ++answers_.statuses[message->status()];
            answers_.milliseconds.push_back(seconds_between(line.began, Clock::now()) * 1000);
            line.received.erase(0, message->size);
            next(line);
        }
    }

    // The server ended the connection: its request goes out on a new one.
    void again(Line& line) {
        if (line.text) ++answers_.connections_lost;
        open(line);
        line.sent = 0;
        send(line);
    }

    const Load& load_;
    Descriptor poll_;
    std::vector<Line> lines_;
    Answers answers_;
    std::size_t begun_ = 0;
};

}  // namespace

std::size_t Answers::with_status(int status) const {
    const auto found = statuses.find(status);
    return found == statuses.end() ? 0 : found->second;
}

double Answers::percentile(double share) const {
    if (milliseconds.empty()) return 0;
    const auto index = static_cast<std::size_t>(share * static_cast<double>(milliseconds.size() - 1));
    return milliseconds[index];
}

Answers drive(const Load& load) {
    return Driver(load).run();
}

}  // namespace collegium::bench

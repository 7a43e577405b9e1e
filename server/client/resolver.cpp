#include "client/resolver.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netdb.h>
#include <sys/socket.h>

namespace collegium::client {
namespace {

constexpr std::size_t most_threads = 8;
constexpr std::size_t most_waiting = 512;
constexpr std::size_t most_addresses = 16;

std::optional<IpAddress> address_of(const sockaddr* socket_address) {
    if (socket_address->sa_family == AF_INET) {
        std::array<std::uint8_t, 4> bytes{};
        std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in*>(socket_address)->sin_addr, bytes.size());
        return IpAddress::from_v4(bytes);
    }
    if (socket_address->sa_family == AF_INET6) {
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6*>(socket_address)->sin6_addr, bytes.size());
        return IpAddress::from_v6(bytes);
    }
    return std::nullopt;
}

Error unreachable(const std::string& detail) {
    return Error(Errc::unreachable, "That server cannot be reached.", detail);
}

}  // namespace

Result<std::vector<IpAddress>> system_lookup(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int problem = getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (problem != 0) return unreachable("name " + host + ": " + gai_strerror(problem));
    std::vector<IpAddress> addresses;
    for (const addrinfo* entry = found; entry && addresses.size() < most_addresses; entry = entry->ai_next) {
        if (const auto address = address_of(entry->ai_addr)) addresses.push_back(*address);
    }
    freeaddrinfo(found);
    if (addresses.empty()) return unreachable("name " + host + ": no address");
    return addresses;
}

// One waiting coroutine; its timer is what it waits on. Touched on the loop only, but for `abandoned`.
struct Resolver::Question {
    Question(boost::asio::any_io_executor loop, std::string name) : timer(loop), host(std::move(name)) {}
    boost::asio::steady_timer timer;
    const std::string host;
    std::optional<Result<std::vector<IpAddress>>> answer;
    std::atomic<bool> abandoned{false};
};

// Shared with its threads, which are detached: the last of them frees it. Nothing is posted to the loop once
// `closed` is set.
struct Resolver::Crew {
    Crew(boost::asio::any_io_executor executor, Lookup function)
        : loop(std::move(executor)), lookup(std::move(function)) {}

    boost::asio::any_io_executor loop;
    Lookup lookup;
    std::mutex mutex;
    std::condition_variable ready;
    std::deque<std::shared_ptr<Question>> questions;
    std::size_t threads = 0;
    std::size_t idle = 0;
    bool closed = false;

    static bool ask(const std::shared_ptr<Crew>& crew, std::shared_ptr<Question> question) {
        std::unique_lock lock(crew->mutex);
        if (crew->closed || crew->questions.size() >= most_waiting) return false;
        crew->questions.push_back(std::move(question));
        if (crew->idle < crew->questions.size() && crew->threads < most_threads) {
            ++crew->threads;
            std::thread([crew] { work(crew); }).detach();
        }
        lock.unlock();
        crew->ready.notify_one();
        return true;
    }

    static void work(const std::shared_ptr<Crew>& crew) {
        std::unique_lock lock(crew->mutex);
        while (true) {
            ++crew->idle;
            crew->ready.wait(lock, [crew] { return crew->closed || !crew->questions.empty(); });
            --crew->idle;
            if (crew->closed) return;
            const std::shared_ptr<Question> question = std::move(crew->questions.front());
            crew->questions.pop_front();
            if (question->abandoned) continue;
            lock.unlock();
            auto found = guarded(crew->lookup, question->host);
            lock.lock();
            if (crew->closed) return;
            boost::asio::post(crew->loop, [question, found = std::move(found)]() mutable {
                question->answer = std::move(found);
                question->timer.cancel();
            });
        }
    }

    static Result<std::vector<IpAddress>> guarded(const Lookup& lookup, const std::string& host) {
        try {
            return lookup(host);
        } catch (const std::exception& failure) {
            return Error(Errc::internal, "Something went wrong.", failure.what());
        }
    }
};

Resolver::Resolver(boost::asio::any_io_executor loop, Lookup lookup)
    : loop_(loop), crew_(std::make_shared<Crew>(std::move(loop), std::move(lookup))) {}

Resolver::~Resolver() {
    close();
}

void Resolver::close() {
    {
        const std::lock_guard lock(crew_->mutex);
        crew_->closed = true;
        crew_->questions.clear();
    }
    crew_->ready.notify_all();
    for (const auto& weak : waiting_) {
        if (const auto question = weak.lock()) question->timer.cancel();
    }
    waiting_.clear();
}

boost::asio::awaitable<Result<std::vector<IpAddress>>> Resolver::resolve(std::string host,
                                                                         std::chrono::milliseconds limit) {
    auto question = std::make_shared<Question>(loop_, std::move(host));
    if (!Crew::ask(crew_, question)) {
        co_return Error(Errc::unavailable, "The server is busy. Please try again.", "too many names to resolve");
    }
    std::erase_if(waiting_, [](const std::weak_ptr<Question>& weak) { return weak.expired(); });
    waiting_.push_back(question);
    question->timer.expires_after(limit);
    const auto token = boost::asio::as_tuple(boost::asio::use_awaitable);
    auto waited = co_await question->timer.async_wait(token);
    question->abandoned = true;
    if (question->answer) co_return *question->answer;
    if (std::get<0>(waited)) co_return Error(Errc::unavailable, "The server is stopping.", "client closed");
    co_return Error(Errc::timeout, "That server did not answer in time.",
                    "name " + question->host + ": no answer in time");
}

}  // namespace collegium::client

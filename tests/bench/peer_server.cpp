#include "bench/peer_server.hpp"

#include <array>
#include <cerrno>
#include <unordered_map>

#include <sys/epoll.h>
#include <sys/socket.h>

#include "core/json.hpp"
#include "core/url.hpp"

namespace collegium::bench {
namespace {

constexpr std::string_view accepted = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";
constexpr std::string_view not_found = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";

std::string ok(std::string_view type, const std::string& body) {
    return "HTTP/1.1 200 OK\r\ncontent-type: " + std::string(type) +
           "\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string jrd(const Person& person) {
    json::Writer writer;
    writer.begin_object().field("subject", "acct:" + person.name + "@" + person.authority);
    writer.key("links").begin_array().begin_object().field("rel", "self").field("type", "application/activity+json");
    return writer.field("href", person.id()).end_object().end_array().end_object().take();
}

// "acct:name@host:port" out of a WebFinger request's target.
std::string name_of_resource(std::string_view target) {
    const auto mark = target.find("resource=");
    if (mark == std::string_view::npos) return {};
    const auto resource = percent_decode(target.substr(mark + 9));
    const auto colon = resource.find(':');
    return resource.substr(colon + 1, resource.find('@') - colon - 1);
}

}  // namespace

struct PeerServer::Line {
    Descriptor socket;
    std::string received;
    bool closed = false;
};

PeerServer::PeerServer() : listener_(listen_on_free_port(port_)), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(poll_.number(), EPOLL_CTL_ADD, listener_.number(), &event);  // its data stays null
    thread_ = std::thread([this] { work(); });
}

PeerServer::~PeerServer() {
    stopping_ = true;
    thread_.join();
}

void PeerServer::serve(const People& people) {
    const std::lock_guard lock(mutex_);
    people_.push_back(&people);
}

std::size_t PeerServer::hosts_reached() {
    const std::lock_guard lock(mutex_);
    return by_host_.size();
}

void PeerServer::forget_hosts() {
    const std::lock_guard lock(mutex_);
    by_host_.clear();
}

std::vector<FollowReceived> PeerServer::take_follows() {
    const std::lock_guard lock(mutex_);
    return std::exchange(follows_, {});
}

void PeerServer::work() {
    std::unordered_map<int, Line> lines;
    std::array<epoll_event, 128> events;
    while (!stopping_) {
        const int count = ::epoll_wait(poll_.number(), events.data(), events.size(), 50);
        for (int index = 0; index < count; ++index) {
            auto* line = static_cast<Line*>(events[static_cast<std::size_t>(index)].data.ptr);
            if (line) {
                receive(*line);
                if (line->closed) lines.erase(line->socket.number());
                continue;
            }
            for (auto socket = accept_from(listener_); socket.number() >= 0; socket = accept_from(listener_)) {
                const int number = socket.number();
                auto& fresh = lines[number];
                fresh.socket = std::move(socket);
                epoll_event event{};
                event.events = EPOLLIN;
                event.data.ptr = &fresh;
                ::epoll_ctl(poll_.number(), EPOLL_CTL_ADD, number, &event);
            }
        }
    }
}

void PeerServer::receive(Line& line) {
    std::array<char, 65536> piece;
    const auto size = ::recv(line.socket.number(), piece.data(), piece.size(), 0);
    if (size <= 0) {
        line.closed = size == 0 || errno != EAGAIN;
        return;
    }
    line.received.append(piece.data(), static_cast<std::size_t>(size));
    while (const auto request = first_message(line.received)) {
        const auto text = answer(*request);
        // An answer is far smaller than a socket's buffer.
        line.closed = ::send(line.socket.number(), text.data(), text.size(), MSG_NOSIGNAL) < 0;
        line.received.erase(0, request->size);
    }
}

std::string PeerServer::answer(const Message& request) {
    if (request.method() == "GET") return document(request);
    if (request.header("signature").empty() || request.header("digest").empty()) ++unsigned_;
    if (request.body.find("\"Follow\"") != std::string_view::npos) keep_follow(request);
    {
        const std::lock_guard lock(mutex_);
        ++by_host_[std::string(request.header("host"))];
    }
    ++received_;
    return std::string(accepted);
}

std::string PeerServer::document(const Message& request) {
    const auto target = request.target();
    const bool webfinger = target.starts_with("/.well-known/webfinger");
    const std::string name = webfinger ? name_of_resource(target) : std::string(target.substr(target.rfind('/') + 1));
    const std::lock_guard lock(mutex_);
    for (const auto* people : people_) {
        const auto* person = people->find(request.header("host"), name);
        if (!person) continue;
        if (webfinger) return ok("application/jrd+json", jrd(*person));
        return ok("application/activity+json", people->document(*person));
    }
    return std::string(not_found);
}

void PeerServer::keep_follow(const Message& request) {
    const auto body = json::parse(request.body);
    if (!body || (*body)["type"].string() != "Follow") return;
    const auto url = parse_url((*body)["object"].string());
    if (!url) return;
    const std::lock_guard lock(mutex_);
    for (const auto* people : people_) {
        const auto* person = people->find(url->authority(), url->path.substr(url->path.rfind('/') + 1));
        if (person) follows_.push_back({person, (*body)["id"].string(), (*body)["actor"].string()});
    }
}

}  // namespace collegium::bench

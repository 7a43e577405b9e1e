// The remote people's hosts: one port that serves every actor document and WebFinger answer, and takes what comes
// into any inbox. A Follow is remembered, so that it can be answered; everything else is only counted.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/net.hpp"
#include "bench/people.hpp"

namespace collegium::bench {

struct FollowReceived {
    const Person* target;
    std::string id;
    std::string follower;
};

class PeerServer {
  public:
    PeerServer();
    ~PeerServer();
    PeerServer(const PeerServer&) = delete;
    PeerServer& operator=(const PeerServer&) = delete;

    std::uint16_t port() const { return port_; }
    // All whose documents it serves; before any of them is asked for.
    void serve(const People& people);

    std::size_t received() const { return received_.load(); }
    // Those without a signature and a digest.
    std::size_t unsigned_received() const { return unsigned_.load(); }
    std::size_t hosts_reached();
    void forget_hosts();
    std::vector<FollowReceived> take_follows();

  private:
    struct Line;
    void work();
    void receive(Line& line);
    std::string answer(const Message& request);
    std::string document(const Message& request);
    void keep_follow(const Message& request);

    std::uint16_t port_ = 0;
    Descriptor listener_;
    Descriptor poll_;
    std::mutex mutex_;
    std::vector<const People*> people_;
    std::vector<FollowReceived> follows_;
    std::map<std::string, std::size_t, std::less<>> by_host_;
    std::atomic<std::size_t> received_{0};
    std::atomic<std::size_t> unsigned_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace collegium::bench

// Applies what the inbox took in. Items are claimed in batches; each is one job on the write lane, so that
// group commit joins them. What has to be fetched first is fetched outside of any transaction, a few items
// per host at a time, so that no host can hold up the others. A killed process loses nothing: claims run out.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "federation/fetcher.hpp"
#include "federation/incoming.hpp"
#include "federation/services.hpp"
#include "http/route.hpp"
#include "storage/model/queue.hpp"

namespace collegium::federation {

class InboxWorker {
  public:
    InboxWorker(Services& services, Fetcher& fetcher);
    ~InboxWorker();
    InboxWorker(const InboxWorker&) = delete;
    InboxWorker& operator=(const InboxWorker&) = delete;

    void start();
    void wake();
    // Takes no more; what is under way ends by itself.
    void stop();

  private:
    void work();
    void settle_quarantine();
    std::vector<model::InboxItem> claim();
    void submit(const model::InboxItem& item);
    void fetch(const model::InboxItem& item, http::Needs needs, std::string parent);
    boost::asio::awaitable<void> fetch_then_apply(model::InboxItem item, http::Needs needs, std::string parent);
    bool enter(const std::string& host);
    void leave(const std::string& host);
    void finished();

    Services& services_;
    Fetcher& fetcher_;
    std::mutex mutex_;
    std::condition_variable ready_;
    bool woken_ = false;
    bool stopping_ = false;
    int applying_ = 0;
    int fetching_ = 0;
    std::map<std::string, int> fetching_by_host_;
    std::chrono::steady_clock::time_point settled_at_;  // the worker's own thread alone
    std::thread thread_;
};

}  // namespace collegium::federation

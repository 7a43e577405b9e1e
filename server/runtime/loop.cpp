#include "runtime/loop.hpp"

#include <exception>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <pthread.h>

#include "core/log.hpp"
#include "core/metrics.hpp"

namespace collegium::runtime {

struct Loop::Guard {
    explicit Guard(boost::asio::io_context& context) : work(context.get_executor()) {}
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
};

Loop::Loop(std::string name)
    : name_(std::move(name)),
      context_(std::make_unique<boost::asio::io_context>(1)),
      guard_(std::make_unique<Guard>(*context_)) {}

Loop::~Loop() {
    stop();
    guard_.reset();
    context_.reset();
}

void Loop::start() {
    if (thread_.joinable()) return;
    thread_ = std::thread([this] { run(); });
}

void Loop::stop() {
    context_->stop();
    if (thread_.joinable()) thread_.join();
}

void Loop::post(std::function<void()> job) {
    boost::asio::post(*context_, std::move(job));
}

bool Loop::is_this_thread() const {
    return thread_.get_id() == std::this_thread::get_id();
}

void Loop::run() {
    pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
    static auto& escaped =
        metrics::counter("collegium_loop_exceptions_total", "Exceptions that reached a network loop");
    while (!context_->stopped()) {
        try {
            context_->run();
        } catch (const std::exception& failure) {
            escaped.add();
            log::error("exception on a loop", {{"loop", name_}, {"what", failure.what()}});
        }
    }
}

}  // namespace collegium::runtime

// Counters, gauges and histograms in Prometheus text format 0.0.4. A metric lives as long as the
// process: keep the reference (static const auto& or a member) and touch it without a lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace collegium::metrics {

class Counter {
  public:
    void add(std::int64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> value_{0};
};

class Gauge {
  public:
    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> value_{0};
};

// Seconds, in buckets from 1 ms to 10 s.
class Histogram {
  public:
    static constexpr double bounds[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    void observe(double seconds);
    std::int64_t count() const;

  private:
    friend std::string render();
    std::atomic<std::int64_t> buckets_[std::size(bounds) + 1]{};
    std::atomic<std::int64_t> micros_{0};
};

// `labels` is the ready text between the braces, such as `lane="write"`, or empty. The same name and
// labels give the same object again.
Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels = {});

// Everything, ready for GET /metrics.
std::string render();

}  // namespace collegium::metrics

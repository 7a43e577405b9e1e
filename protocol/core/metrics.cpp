#include "core/metrics.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>

namespace collegium::metrics {
namespace {

// All series of one kind, by name and then by labels.
template <class Metric>
struct Family {
    std::string help;
    std::map<std::string, std::unique_ptr<Metric>, std::less<>> series;
};
template <class Metric>
using Families = std::map<std::string, Family<Metric>, std::less<>>;

struct Registry {
    std::mutex mutex;
    Families<Counter> counters;
    Families<Gauge> gauges;
    Families<Histogram> histograms;
};

// Never destroyed: threads may count until the very end of the process.
Registry& registry() {
    static auto* const instance = new Registry;
    return *instance;
}

template <class Metric>
Metric& find_or_make(Families<Metric>& families, std::string_view name, std::string_view help,
                     std::string_view labels) {
    const std::lock_guard lock(registry().mutex);
    Family<Metric>& family = families[std::string(name)];
    if (family.help.empty()) family.help = help;
    auto& slot = family.series[std::string(labels)];
    if (!slot) slot = std::make_unique<Metric>();
    return *slot;
}

void append_head(std::string& out, const std::string& name, const std::string& help, const char* type) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void append_sample(std::string& out, const std::string& name, const std::string& labels, const std::string& value) {
    out.append(name);
    if (!labels.empty()) out.append("{").append(labels).append("}");
    out.append(" ").append(value).append("\n");
}

template <class Metric>
void append_families(std::string& out, const Families<Metric>& families, const char* type) {
    for (const auto& [name, family] : families) {
        append_head(out, name, family.help, type);
        for (const auto& [labels, metric] : family.series) {
            append_sample(out, name, labels, std::to_string(metric->value()));
        }
    }
}

std::string number_text(double number) {
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
    static_cast<void>(error);
    return {buffer, end};
}

}  // namespace

void Histogram::observe(double seconds) {
    const auto* bound = std::lower_bound(std::begin(bounds), std::end(bounds), seconds);
    buckets_[bound - std::begin(bounds)].fetch_add(1, std::memory_order_relaxed);
    micros_.fetch_add(static_cast<std::int64_t>(seconds * 1e6), std::memory_order_relaxed);
}

std::int64_t Histogram::count() const {
    std::int64_t total = 0;
    for (const auto& bucket : buckets_) total += bucket.load(std::memory_order_relaxed);
    return total;
}

Counter& counter(std::string_view name, std::string_view help, std::string_view labels) {
    return find_or_make(registry().counters, name, help, labels);
}

Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels) {
    return find_or_make(registry().gauges, name, help, labels);
}

Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels) {
    return find_or_make(registry().histograms, name, help, labels);
}

std::string render() {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    std::string out;
    append_families(out, all.counters, "counter");
    append_families(out, all.gauges, "gauge");
    for (const auto& [name, family] : all.histograms) {
        append_head(out, name, family.help, "histogram");
        for (const auto& [labels, metric] : family.series) {
            const std::string prefix = labels.empty() ? labels : labels + ",";
            std::int64_t total = 0;
            for (std::size_t index = 0; index < std::size(metric->buckets_); ++index) {
                total += metric->buckets_[index].load(std::memory_order_relaxed);
                const bool is_last = index == std::size(Histogram::bounds);
                const std::string bound = is_last ? "+Inf" : number_text(Histogram::bounds[index]);
                append_sample(out, name + "_bucket", prefix + "le=\"" + bound + "\"", std::to_string(total));
            }
            const double sum = static_cast<double>(metric->micros_.load(std::memory_order_relaxed)) / 1e6;
            append_sample(out, name + "_sum", labels, number_text(sum));
            append_sample(out, name + "_count", labels, std::to_string(total));
        }
    }
    return out;
}

}  // namespace collegium::metrics

#include <limits>

#include <gtest/gtest.h>

#include "core/json.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "core/strings.hpp"

namespace collegium {
namespace {

std::string written(log::Format format, std::string_view value) {
    log::configure(log::Level::info, format);
    testing::internal::CaptureStderr();
    log::info("delivery failed", {{"host", value}, {"status", 500}});
    log::debug("not shown");
    log::configure(log::Level::info, log::Format::text);
    return testing::internal::GetCapturedStderr();
}

TEST(Log, text_line_quotes_what_is_not_plain) {
    EXPECT_TRUE(
        written(log::Format::text, "peer.example").ends_with(" info delivery failed host=peer.example status=500\n"));
    EXPECT_TRUE(written(log::Format::text, "a b=\"c\"").ends_with(" host=\"a b=\\\"c\\\"\" status=500\n"));
}

// security.md INJ-07
TEST(Log, hostile_value_stays_one_harmless_line) {
    for (const auto format : {log::Format::text, log::Format::json}) {
        const std::string line = written(format, "x\n{\"level\":\"error\"}\r\x1b[2J\xff");
        EXPECT_EQ(line.find('\n'), line.size() - 1);
        EXPECT_EQ(line.find('\x1b'), std::string::npos);
        EXPECT_TRUE(strings::is_valid_utf8(line));
    }
    EXPECT_LT(written(log::Format::text, std::string(100'000, 'x')).size(), 1200u);
}

TEST(Log, json_line_is_json) {
    const auto line = json::parse(written(log::Format::json, "é\n"));
    ASSERT_TRUE(line);
    EXPECT_EQ((*line)["event"].string(), "delivery failed");
    EXPECT_EQ((*line)["host"].string(), "é\n");
    EXPECT_EQ((*line)["level"].string(), "info");
    EXPECT_EQ((*line)["status"].integer(), 500) << "a number, so that it can be compared";
}

TEST(Log, numbers_and_truth_values_of_a_json_line_have_no_quotes) {
    log::configure(log::Level::info, log::Format::json);
    testing::internal::CaptureStderr();
    log::info("measured", {{"seconds", 0.25},
                           {"bytes", std::uint64_t{1} << 40},
                           {"left", -3},
                           {"done", true},
                           {"code", "007"},
                           {"rate", std::numeric_limits<double>::infinity()}});
    log::configure(log::Level::info, log::Format::text);
    const auto text = testing::internal::GetCapturedStderr();
    const auto line = json::parse(text);
    ASSERT_TRUE(line) << text;
    EXPECT_EQ((*line)["seconds"].number(), 0.25);
    EXPECT_EQ((*line)["bytes"].integer(), std::int64_t{1} << 40);
    EXPECT_EQ((*line)["left"].integer(), -3);
    EXPECT_EQ((*line)["done"].boolean(), true);
    EXPECT_EQ((*line)["code"].string(), "007");
    EXPECT_EQ((*line)["rate"].string(), "inf") << "JSON has no such number";
}

TEST(Metrics, same_name_and_labels_give_the_same_counter) {
    auto& first = metrics::counter("test_jobs_total", "Jobs.", "lane=\"write\"");
    auto& again = metrics::counter("test_jobs_total", "Jobs.", "lane=\"write\"");
    auto& other = metrics::counter("test_jobs_total", "Jobs.", "lane=\"read\"");
    first.add(2);
    EXPECT_EQ(&first, &again);
    EXPECT_NE(&first, &other);
    metrics::gauge("test_open", "Open.").set(-3);
    const std::string page = metrics::render();
    EXPECT_NE(page.find("# HELP test_jobs_total Jobs.\n# TYPE test_jobs_total counter\n"), std::string::npos);
    EXPECT_NE(page.find("test_jobs_total{lane=\"write\"} 2\n"), std::string::npos);
    EXPECT_NE(page.find("test_open -3\n"), std::string::npos);
}

TEST(Metrics, histogram_buckets_are_cumulative) {
    auto& histogram = metrics::histogram("test_seconds", "Time.", "route=\"/x\"");
    histogram.observe(0.0005);
    histogram.observe(0.001);
    histogram.observe(0.3);
    histogram.observe(60);
    EXPECT_EQ(histogram.count(), 4);
    const std::string page = metrics::render();
    EXPECT_NE(page.find("test_seconds_bucket{route=\"/x\",le=\"0.001\"} 2\n"), std::string::npos);
    EXPECT_NE(page.find("test_seconds_bucket{route=\"/x\",le=\"0.5\"} 3\n"), std::string::npos);
    EXPECT_NE(page.find("test_seconds_bucket{route=\"/x\",le=\"+Inf\"} 4\n"), std::string::npos);
    EXPECT_NE(page.find("test_seconds_sum{route=\"/x\"} 60.3015\n"), std::string::npos);
    EXPECT_NE(page.find("test_seconds_count{route=\"/x\"} 4\n"), std::string::npos);
}

}  // namespace
}  // namespace collegium

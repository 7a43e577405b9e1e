#include <gtest/gtest.h>

#include "http/parameters.hpp"
#include "web/search.hpp"

namespace collegium::web {
namespace {

http::Request asked(const std::string& path, const std::string& query) {
    http::Request request;
    request.path = path;
    request.query = query;
    request.target = query.empty() ? path : path + "?" + query;
    EXPECT_TRUE(http::read_parameters(request));
    return request;
}

TEST(LibraryQuery, words_are_folded_and_limited) {
    const auto query = read_library_query(asked("/library", "q=Stra%C3%9Fe++MOMENTUM+a+b+c+d+e+f+g"));
    ASSERT_EQ(query.words.size(), 8u);
    EXPECT_EQ(query.words[0], "strasse");
    EXPECT_EQ(query.words[1], "momentum");
    EXPECT_TRUE(query.facets.empty());
    EXPECT_FALSE(query.local_only);
}

TEST(LibraryQuery, filters_are_read_by_name_and_empty_ones_left_out) {
    const auto query = read_library_query(asked("/library", "kind=lessonPlan&subject=&level=Primary&x=1&local=true"));
    ASSERT_EQ(query.facets.size(), 2u);
    EXPECT_EQ(chosen_value(query, "kind"), "lessonplan");
    EXPECT_EQ(chosen_value(query, "level"), "primary");
    EXPECT_EQ(chosen_value(query, "subject"), "");
    EXPECT_TRUE(query.local_only);
    EXPECT_EQ(without_facet(query, "kind").facets.size(), 1u);
}

TEST(BoardQuery, offers_come_first_and_nonsense_is_ignored) {
    EXPECT_EQ(read_board_query(asked("/mentoring", "")).purpose, model::Purpose::offer);
    const auto query = read_board_query(asked("/mentoring", "purpose=request&topic=Physics&free=true&local=1"));
    EXPECT_EQ(query.purpose, model::Purpose::request);
    EXPECT_EQ(query.topic, "physics");
    EXPECT_EQ(query.state, model::ProposalState::open);
    EXPECT_FALSE(query.local_only);
}

TEST(FacetLabel, values_are_told_in_words) {
    EXPECT_EQ(facet_label("kind", "lessonPlan"), "Lesson plan");
    EXPECT_EQ(facet_label("language", "en"), "English");
    EXPECT_EQ(facet_label("license", "https://creativecommons.org/licenses/by/4.0/"), "CC BY 4.0");
    EXPECT_EQ(facet_label("subject", "Physics"), "Physics");
}

TEST(Address, filters_are_put_on_and_taken_off) {
    const Address address(asked("/library", "q=a+b&kind=lessonPlan&max_id=7&level="));
    EXPECT_EQ(address.text(), "/library?q=a%20b&kind=lessonPlan");
    EXPECT_EQ(address.with("kind", "").text(), "/library?q=a%20b");
    EXPECT_EQ(address.with("kind", "").with("q", "").text(), "/library");
    EXPECT_EQ(address.with("kind", "tool").text(), "/library?q=a%20b&kind=tool");
    EXPECT_EQ(active_view(address, "q", "“a b”")["remove"].string(), "/library?kind=lessonPlan");
}

TEST(Pager, first_page_leads_to_older_ones_alone) {
    const auto request = asked("/library", "kind=tool");
    const auto pager = pager_view(Address(request), page_in(request, 20), {90, 71, true});
    EXPECT_EQ(pager["newer"].string(), "");
    EXPECT_EQ(pager["older"].string(), "/library?kind=tool&max_id=71");
}

TEST(Pager, page_between_leads_both_ways_and_the_last_one_back) {
    const auto request = asked("/library", "max_id=71");
    const auto between = pager_view(Address(request), page_in(request, 20), {70, 51, true});
    EXPECT_EQ(between["newer"].string(), "/library?min_id=70");
    EXPECT_EQ(between["older"].string(), "/library?max_id=51");
    const auto last = pager_view(Address(request), page_in(request, 20), {70, 68, false});
    EXPECT_EQ(last["newer"].string(), "/library?min_id=70");
    EXPECT_EQ(last["older"].string(), "");
}

TEST(Pager, all_on_one_page_and_nothing_at_all_need_none) {
    const auto request = asked("/library", "");
    EXPECT_FALSE(pager_view(Address(request), page_in(request, 20), {90, 88, false}).is_object());
    EXPECT_FALSE(pager_view(Address(request), page_in(request, 20), {}).is_object());
}

TEST(Pager, cursor_that_is_no_number_is_none) {
    const auto page = page_in(asked("/library", "max_id=abc&min_id=-4"), 20);
    EXPECT_EQ(page.max_id, 0);
    EXPECT_EQ(page.min_id, 0);
    EXPECT_EQ(page.limit, 20);
}

}  // namespace
}  // namespace collegium::web

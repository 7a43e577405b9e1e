#include <gtest/gtest.h>

#include "discovery/host_meta.hpp"
#include "discovery/nodeinfo.hpp"
#include "discovery/webfinger.hpp"

namespace collegium::discovery {
namespace {

std::string handle_of(std::string_view text) {
    const auto handle = parse_handle(text);
    return handle ? handle->acct() : "refused";
}

TEST(Handle, spellings_of_one_handle_are_equal) {
    EXPECT_EQ(handle_of("acct:maya.okafor@learn.example"), "maya.okafor@learn.example");
    EXPECT_EQ(handle_of("ACCT:maya@LEARN.Example."), "maya@learn.example");
    EXPECT_EQ(handle_of("@maya@bücher.example"), "maya@xn--bcher-kva.example");
    EXPECT_EQ(handle_of("maya@127.0.0.1:8443"), "maya@127.0.0.1:8443");
    EXPECT_EQ(handle_of("learn.example@learn.example"), "learn.example@learn.example");
    EXPECT_EQ(handle_of("127.0.0.1:8443@127.0.0.1:8443"), "127.0.0.1:8443@127.0.0.1:8443");
}

TEST(Handle, tricks_with_the_domain_are_refused) {
    for (const char* text : {"bob@sut/.test",
                             "bob@sut.test@evil.test",
                             "bob@sut%2etest",
                             "bob@",
                             "@bob",
                             "bob",
                             "",
                             "bob@sut.test/x",
                             "bob@sut.test#x",
                             "bob@sut.test?x",
                             "bob@ sut.test",
                             "bob@sut.test\n",
                             "bob@sut\\test",
                             "b ob@sut.test",
                             "bob.@sut.test",
                             "b/ob@sut.test",
                             "acct:@sut.test",
                             "acct:acct:bob@sut.test",
                             "http://bob@sut.test",
                             "bob@sut.test..",
                             "bob@.test",
                             "j\xc3\xb3zef@sut.test",
                             "bob@\xff"}) {
        EXPECT_EQ(handle_of(text), "refused") << text;
    }
    EXPECT_NE(handle_of("bob@sut.test:443"), "bob@sut.test");
}

TEST(Webfinger, resource_is_a_handle_or_an_address) {
    const auto by_handle = parse_resource("acct:maya@learn.example");
    ASSERT_TRUE(by_handle);
    EXPECT_EQ(by_handle->handle->acct(), "maya@learn.example");
    const auto by_url = parse_resource("https://learn.example/@maya");
    ASSERT_TRUE(by_url);
    EXPECT_EQ(by_url->url, "https://learn.example/@maya");
    EXPECT_EQ(parse_resource("").error().code(), Errc::bad_request);
    EXPECT_EQ(parse_resource("mailto:maya@learn.example").error().code(), Errc::bad_request);
    EXPECT_EQ(parse_resource("https://").error().code(), Errc::bad_request);
    EXPECT_EQ(parse_resource("https://a@b.test/").error().code(), Errc::bad_request);
}

WebfingerAccount sample_account() {
    WebfingerAccount account;
    account.handle = "maya.okafor@learn.example";
    account.actor = "https://pln.learn.example/ap/users/7";
    account.profile_page = "https://pln.learn.example/@maya.okafor";
    account.avatar = "https://pln.learn.example/media/a.png";
    account.avatar_type = "image/png";
    account.subscribe_template = "https://pln.learn.example/authorize_interaction?uri={uri}";
    return account;
}

TEST(Webfinger, document_has_mastodons_shape) {
    EXPECT_EQ(json::dump(make_jrd(sample_account())),
              R"({"subject":"acct:maya.okafor@learn.example","aliases":["https://pln.learn.example/@maya.okafor",)"
              R"("https://pln.learn.example/ap/users/7"],"links":[{"rel":"http://webfinger.net/rel/profile-page",)"
              R"("type":"text/html","href":"https://pln.learn.example/@maya.okafor"},{"rel":"self",)"
              R"("type":"application/activity+json","href":"https://pln.learn.example/ap/users/7"},)"
              R"({"rel":"http://ostatus.org/schema/1.0/subscribe",)"
              R"("template":"https://pln.learn.example/authorize_interaction?uri={uri}"},)"
              R"({"rel":"http://webfinger.net/rel/avatar","type":"image/png",)"
              R"("href":"https://pln.learn.example/media/a.png"}]})");
}

TEST(Webfinger, own_documents_read_back) {
    const auto jrd = parse_jrd(json::dump(make_jrd(sample_account())));
    ASSERT_TRUE(jrd);
    EXPECT_EQ(jrd->subject->acct(), sample_account().handle);
    EXPECT_EQ(jrd->self, sample_account().actor);
    EXPECT_EQ(jrd->subscribe_template, sample_account().subscribe_template);
    const auto instance = parse_jrd(json::dump(make_instance_jrd("learn.example", "https://learn.example/actor")));
    ASSERT_TRUE(instance);
    EXPECT_EQ(instance->subject->acct(), "learn.example@learn.example");
    EXPECT_EQ(instance->instance_actor, "https://learn.example/actor");
}

TEST(Webfinger, foreign_documents_are_read_tolerantly) {
    const auto jrd =
        parse_jrd(R"({"subject":"acct:x@h.test","links":[null,5,{"rel":"self"},{"rel":"self","type":"text/html",
        "href":"https://h.test/page"},{"rel":"self","type":"application/LD+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        "href":"https://h.test/u/1"},{"rel":"self","type":"application/activity+json","href":"https://h.test/u/2"}]})");
    ASSERT_TRUE(jrd);
    EXPECT_EQ(jrd->self, "https://h.test/u/1");
    EXPECT_EQ(jrd->subject->acct(), "x@h.test");
}

TEST(Webfinger, hostile_documents_give_nothing) {
    EXPECT_FALSE(parse_jrd("[]"));
    EXPECT_FALSE(parse_jrd("<html>"));
    EXPECT_FALSE(parse_jrd(std::string(300'000, ' ') + "{}"));
    const auto jrd = parse_jrd(R"({"subject":["acct:x@h.test"],"links":{"rel":"self"}})");
    ASSERT_TRUE(jrd);
    EXPECT_FALSE(jrd->subject);
    const auto schemes = parse_jrd(R"({"subject":"x@h.test","links":[{"rel":"self","type":"application/activity+json",
        "href":"file:///etc/passwd"},{"rel":"http://ostatus.org/schema/1.0/subscribe","template":"javascript:{uri}"}]})");
    ASSERT_TRUE(schemes);
    EXPECT_EQ(schemes->self + schemes->subscribe_template, "");
    EXPECT_FALSE(schemes->subject);
}

TEST(Webfinger, addresses_to_ask_are_encoded) {
    EXPECT_EQ(webfinger_url({"maya", "h.test:8443"}),
              "https://h.test:8443/.well-known/webfinger?resource=acct%3Amaya%40h.test%3A8443");
    EXPECT_EQ(fill_template("https://h.test/w?r={uri}&x", "acct:a@b"), "https://h.test/w?r=acct%3Aa%40b&x");
}

TEST(Nodeinfo, documents_keep_to_their_versions) {
    Nodeinfo info;
    info.software = "collegium";
    info.version = "0.1.0";
    info.repository = "https://code.example/collegium";
    info.users = 12;
    info.name = "Cedar Valley";
    const json::Value old = make_nodeinfo(info, NodeinfoVersion::v2_0);
    EXPECT_FALSE(old["software"].contains("repository"));
    EXPECT_EQ(json::dump(make_nodeinfo(info, NodeinfoVersion::v2_1)),
              R"({"version":"2.1","software":{"name":"collegium","version":"0.1.0",)"
              R"("repository":"https://code.example/collegium"},"protocols":["activitypub"],)"
              R"("services":{"inbound":[],"outbound":[]},"openRegistrations":false,"usage":{"users":{"total":12}},)"
              R"("metadata":{"nodeName":"Cedar Valley","nodeDescription":"","staffAccounts":[],)"
              R"("federation":{"enabled":true}}})");
    const json::Value links = make_nodeinfo_links("https://h.test", "https://h.test/actor");
    EXPECT_EQ(links["links"].items().size(), 3u);
    EXPECT_EQ(find_nodeinfo_link(links), "https://h.test/nodeinfo/2.1");
    EXPECT_EQ(parse_peer_software(old).name, "collegium");
}

TEST(Nodeinfo, hostile_names_are_dropped) {
    const auto parsed = json::parse(R"({"software":{"name":"<script>","version":"1.0\u202e"}})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parse_peer_software(*parsed).name, "");
    EXPECT_EQ(parse_peer_software(*parsed).version, "1.0");
    EXPECT_EQ(find_nodeinfo_link(*parsed), "");
}

TEST(HostMeta, own_documents_read_back) {
    const std::string expected = "https://h.test/.well-known/webfinger?resource={uri}";
    EXPECT_EQ(find_lrdd_template(make_host_meta_xml("https://h.test")), expected);
    EXPECT_EQ(find_lrdd_template(json::dump(make_host_meta_json("https://h.test"))), expected);
}

TEST(HostMeta, foreign_spellings_are_read) {
    EXPECT_EQ(find_lrdd_template("<XRD><Link rel='x' template='https://a.test/{uri}'/><Link\n type=\"a>b\" template = "
                                 "\"https://h.test/?a=1&amp;r={uri}\" rel='lrdd'></Link></XRD>"),
              "https://h.test/?a=1&r={uri}");
    EXPECT_EQ(find_lrdd_template("<XRD><Link rel=\"lrdd\" template=\"https://h.test/none\"/></XRD>"), "");
    EXPECT_EQ(find_lrdd_template("<XRD><Link rel=\"lrdd\" template=\"javascript:{uri}\"/></XRD>"), "");
    EXPECT_EQ(find_lrdd_template("<Link rel=\"lrdd"), "");
    EXPECT_EQ(find_lrdd_template("<Link"), "");
    EXPECT_EQ(find_lrdd_template("{\"links\":7}"), "");
}

}  // namespace
}  // namespace collegium::discovery

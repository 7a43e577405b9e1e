#include <gtest/gtest.h>

#include "as2/context.hpp"
#include "as2/labels.hpp"
#include "as2/learning_resource.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"

namespace collegium::as2 {
namespace {

LearningResource momentum_carts() {
    LearningResource resource;
    resource.id = "https://pln.harborcity.example/resources/82";
    resource.page = "https://pln.harborcity.example/resources/82";
    resource.work_url = "https://files.harborcity.example/carts";
    resource.title = "Momentum carts without equations";
    resource.summary = "Predictions first";
    resource.description = "<p>Predictions first, formulas last.</p>";
    resource.license = "https://creativecommons.org/licenses/by-sa/4.0/";
    resource.kinds = {"lessonPlan", "tool"};
    resource.media_forms = {"PresentationDigitalDocument"};
    resource.educational_uses = {"instruction"};
    resource.audience_roles = {"teacher", "mentor"};
    resource.subjects = {{"https://w3id.org/isced/0533", "Physics", ""}};
    resource.levels = {{"", "Grades 9-12", ""}};
    resource.teaches = {{"https://case.example/CFItems/6b1f", "Momentum", "HS-PS2-2"}};
    resource.age_range = "14-17";
    resource.time_required = "PT90M";
    resource.languages = {"en", "es"};
    resource.keywords = {"Physics", "lab design"};
    resource.creators = {{"https://pln.harborcity.example/users/daniel.reyes", "Daniel Reyes", false}};
    resource.publisher = Party{"", "Harbor City", true};
    resource.version = "1.3";
    resource.version_note = "dropped step 4";
    resource.based_on = {{"https://commons.lakeshore.example/resources/77", "Collision stories",
                          "https://creativecommons.org/licenses/by/4.0/", "Lin Sørensen"}};
    resource.free = true;
    resource.accessibility_features = {"captions", "transcript"};
    resource.evidence = "2";
    resource.citations = {"https://doi.org/10.1000/1"};
    resource.disclosure = {"free_access", "ExampleLab", "https://lab.example/", "carts lent free by ExampleLab"};
    resource.files = {{"https://pln.harborcity.example/files/9f.pdf", "application/pdf", "9f0c", "carts.pdf", 482'113}};
    resource.created = parse_rfc3339("2026-09-20T00:00:00Z");
    resource.published = parse_rfc3339("2026-09-21T00:00:00Z");
    resource.modified = parse_rfc3339("2026-10-02T00:00:00Z");
    return resource;
}

TEST(LearningResource, both_forms_read_back_the_same) {
    for (const LdForm form : {LdForm::standalone, LdForm::embedded}) {
        const json::Value written = to_json_ld(momentum_carts(), form);
        const auto read = parse_learning_resource(*json::parse(json::dump(written)));
        ASSERT_TRUE(read);
        EXPECT_EQ(json::dump(to_json_ld(*read, form)), json::dump(written));
        EXPECT_TRUE(*read == momentum_carts()) << json::dump(written);
    }
}

TEST(LearningResource, standalone_document_follows_the_amb_profile) {
    const json::Value written = to_json_ld(momentum_carts(), LdForm::standalone);
    EXPECT_EQ(written["@context"].items()[0].string(), "https://w3id.org/kim/amb/context.jsonld");
    EXPECT_EQ(json::dump(written["type"]), R"(["LearningResource","PresentationDigitalDocument"])");
    EXPECT_EQ(json::dump(written["license"]), R"({"id":"https://creativecommons.org/licenses/by-sa/4.0/"})");
    EXPECT_EQ(json::dump(written["learningResourceType"].items()[0]),
              R"({"id":"http://purl.org/dcx/lrmi-vocabs/learningResourceType/lessonPlan"})");
    EXPECT_EQ(json::dump(written["about"]),
              R"([{"type":"Concept","id":"https://w3id.org/isced/0533","prefLabel":{"en":"Physics"}}])");
    EXPECT_EQ(written["datePublished"].string(), "2026-09-21");
    EXPECT_EQ(written["encoding"].items()[0]["contentSize"].string(), "482113");
}

TEST(LearningResource, embedded_form_has_scalar_type_and_known_terms) {
    json::Value note = json::Value::object({{"type", "Note"}});
    note.set("learningResource", to_json_ld(momentum_carts(), LdForm::embedded));
    EXPECT_EQ(note["learningResource"]["type"].string(), "LearningResource");
    EXPECT_EQ(note["learningResource"]["license"].string(), momentum_carts().license);
    EXPECT_FALSE(note["learningResource"].contains("@context"));
    const json::Value context = context_for(note);
    for (const auto& [name, member] : note["learningResource"].members()) {
        static const std::vector<std::string> of_activitystreams = {"id", "type", "name", "url", "image", "audience"};
        const bool known =
            std::find(of_activitystreams.begin(), of_activitystreams.end(), name) != of_activitystreams.end();
        EXPECT_TRUE(known || name.starts_with("pln:") || context.items()[1].contains(name)) << name;
    }
}

TEST(LearningResource, other_catalogues_are_read) {
    const auto schema_org =
        parse_learning_resource(*json::parse(R"({"@context":"https://schema.org","@type":["LearningResource",
        "VideoObject"],"@id":"https://oer.test/1","name":{"de":"Wagen","en":"Carts"},"url":"https://oer.test/1",
        "license":"https://creativecommons.org/licenses/by/3.0/de/","inLanguage":"de","keywords":"Physik, #Labor ,",
        "author":"A. Person","about":["Physics",{"@id":"https://s.test/p","name":"Motion"}],"version":2,
        "learningResourceType":"http://purl.org/dcx/lrmi-vocabs/learningResourceType/lessonPlan",
        "audience":{"@type":"EducationalAudience","educationalRole":"teacher"},"isBasedOn":"https://oer.test/0",
        "sponsor":{"@type":"Organization","name":"ExampleLab"},"encoding":{"contentUrl":"https://oer.test/f",
        "contentSize":12},"teaches":[{"@type":"DefinedTerm","@id":"https://case.example/6b1f","termCode":"HS-PS2-2"}]})"));
    ASSERT_TRUE(schema_org);
    EXPECT_EQ(schema_org->id, "https://oer.test/1");
    EXPECT_EQ(schema_org->title, "Carts");
    EXPECT_EQ(schema_org->media_forms, Texts({"VideoObject"}));
    EXPECT_EQ(schema_org->keywords, Texts({"Physik", "Labor"}));
    EXPECT_EQ(schema_org->kinds, Texts({"lessonPlan"}));
    EXPECT_EQ(schema_org->audience_roles, Texts({"teacher"}));
    EXPECT_EQ(schema_org->creators[0].name, "A. Person");
    EXPECT_EQ(schema_org->subjects.size(), 2u);
    EXPECT_EQ(schema_org->version, "2");
    EXPECT_EQ(schema_org->based_on[0].url, "https://oer.test/0");
    EXPECT_EQ(schema_org->disclosure.party, "ExampleLab");
    EXPECT_EQ(schema_org->files[0].size, 12);
    EXPECT_EQ(schema_org->teaches[0].code, "HS-PS2-2");
}

TEST(LearningResource, hostile_records_leave_only_text) {
    EXPECT_FALSE(parse_learning_resource(json::Value()));
    EXPECT_FALSE(parse_learning_resource(*json::parse(R"({"name":[["x"]]})")));
    const auto read =
        parse_learning_resource(*json::parse(R"({"name":"x","id":"javascript:1","url":"data:x","license":7,
        "mainEntityOfPage":"javascript:alert","encoding":[{"contentUrl":"file:///x"},7,null],"about":[[],{},null],
        "creator":{"name":{"a":1}},"inLanguage":["<script>"],"keywords":{"a":1},"version":{},"image":"data:x"
})"));
    ASSERT_TRUE(read);
    LearningResource expected;
    expected.title = "x";
    EXPECT_TRUE(*read == expected) << json::dump(to_json_ld(*read, LdForm::embedded));
}

TEST(LearningResource, carrier_text_is_complete_in_order) {
    const CarrierText carrier = fallback_text(momentum_carts(), "https://pln.harborcity.example/tags/");
    EXPECT_EQ(text::html_to_text(carrier.html),
              "Lesson plan: Momentum carts without equations\nDisclosure: carts lent free by ExampleLab\n"
              "Physics · Grades 9-12 · ages 14-17 · 90 min · English, Spanish\nLicence: CC BY-SA 4.0 · 1 file\n\n"
              "Predictions first, formulas last.\n\nhttps://files.harborcity.example/carts\nDetails and discussion\n\n"
              "#Physics #LabDesign");
    EXPECT_EQ(carrier.html.find("<p><strong>Lesson plan: Momentum carts without equations</strong><br />"), 0u);
    EXPECT_EQ(carrier.hashtags, Texts({"Physics", "LabDesign"}));
}

TEST(LearningResource, carrier_text_escapes_and_shortens) {
    LearningResource resource;
    resource.title = "<img src=x onerror=alert(1)>";
    resource.summary = "a < b & \"c\"";
    resource.work_url = "javascript:alert(1)";
    resource.page = "https://h.test/r?a=1&b=\"";
    for (int i = 0; i < 10; ++i) resource.keywords.push_back("tag" + std::to_string(i));
    const CarrierText carrier = fallback_text(resource, "https://h.test/tags/");
    EXPECT_EQ(text::html_to_text(text::sanitize_html(carrier.html))
                  .find("Resource: <img src=x onerror=alert(1)>\n\na < b & \"c\""),
              0u);
    EXPECT_EQ(carrier.html.find("javascript:"), std::string::npos);
    EXPECT_EQ(carrier.hashtags.size(), 5u);
    resource.description = "<p>" + std::string(5'000, 'x') + " y</p><script>";
    EXPECT_LT(fallback_text(resource, "").html.size(), 3'000u);
}

TEST(Labels, licences_kinds_languages_and_durations_have_words) {
    EXPECT_EQ(license_label("https://creativecommons.org/licenses/by-sa/4.0/"), "CC BY-SA 4.0");
    EXPECT_EQ(license_label("http://creativecommons.org/licenses/by-nc-nd/3.0/de/deed.en"), "CC BY-NC-ND 3.0");
    EXPECT_EQ(license_label("https://creativecommons.org/publicdomain/zero/1.0"), "CC0 1.0");
    EXPECT_EQ(license_label("https://evil.test/creativecommons.org/licenses/by/4.0/"),
              "https://evil.test/creativecommons.org/licenses/by/4.0/");
    EXPECT_EQ(license_label("https://w3id.org/collegium/ns#licence-at-source"), "licence is at the source");
    EXPECT_EQ(kind_address("unitPlan"), "http://purl.org/dcx/lrmi-vocabs/learningResourceType/unitPlan");
    EXPECT_EQ(kind_address("protocol"), "https://w3id.org/collegium/ns#protocol");
    EXPECT_EQ(kind_name(kind_address("dataSet")), "dataSet");
    EXPECT_EQ(kind_label("http://purl.org/dcx/lrmi-vocabs/learningResourceType/unitPlan"), "Unit plan");
    EXPECT_EQ(language_label("en-US"), "English");
    EXPECT_EQ(language_label("qtz"), "qtz");
    EXPECT_EQ(duration_label("PT90M"), "90 min");
    EXPECT_EQ(duration_label("PT2H"), "2 h");
    EXPECT_EQ(duration_label("P2DT30M"), "2 days 30 min");
    EXPECT_EQ(duration_label("P1W"), "7 days");
    for (const char* text :
         {"", "P", "PT", "90", "PT90", "PTM", "P1Y", "PT1D", "PT999999999999999999999999M", "P-1D"}) {
        EXPECT_EQ(duration_label(text), "") << text;
    }
}

}  // namespace
}  // namespace collegium::as2

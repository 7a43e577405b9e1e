// Resource shares and the mentoring board.
#include <algorithm>

#include "cli/demo_file.hpp"
#include "cli/demo_seed.hpp"
#include "domain/media.hpp"
#include "domain/mentorships.hpp"
#include "domain/resources.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::cli::sample {
namespace {

std::string license_of(std::string_view name) {
    if (name == "zero") return "https://creativecommons.org/publicdomain/zero/1.0/";
    if (name == "source") return "https://w3id.org/collegium/ns#licence-at-source";
    return "https://creativecommons.org/licenses/" + std::string(name) + "/4.0/";
}

std::vector<as2::Concept> concepts(std::string_view labels) {
    std::vector<as2::Concept> found;
    for (auto& label : parts(labels)) found.push_back({"", std::move(label), ""});
    return found;
}

std::span<const SampleResource> resources_of(Side side) {
    return side == Side::north ? resources_of_north() : resources_of_south();
}

void describe_people(as2::LearningResource& record, const SampleResource& sample, const model::Account& author) {
    record.creators.push_back({author.uri, author.display_name, false});
    for (auto& name : parts(sample.more_creators)) record.creators.push_back({"", std::move(name), false});
    record.publisher = as2::Party{"", std::string(institution(side_of(sample.author)).name), true};
    record.disclosure.kind = sample.disclosure_kind;
    record.disclosure.party = sample.disclosure_party;
    record.disclosure.note = sample.disclosure_note;
}

as2::LearningResource record_of(const SampleResource& sample, const model::Account& author) {
    as2::LearningResource record;
    record.title = sample.title;
    record.kinds = {std::string(sample.kind)};
    record.description = sample.description;
    record.work_url = sample.work_url;
    record.license = license_of(sample.license);
    record.version = sample.version;
    record.version_note = sample.version_note;
    record.languages = parts(sample.languages);
    record.subjects = concepts(sample.subjects);
    record.levels = concepts(sample.levels);
    record.age_range = sample.ages;
    record.time_required = sample.time;
    record.educational_uses = parts(sample.uses);
    record.audience_roles = parts(sample.audience);
    record.keywords = parts(sample.keywords);
    record.media_forms = parts(sample.media_form);
    record.evidence = sample.evidence;
    record.citations = parts(sample.citations);
    record.accessibility_features = parts(sample.accessibility);
    record.context_note = sample.context_note;
    record.status = sample.status;
    record.free = true;
    if (const auto source = parts(sample.based_on); source.size() == 3)
        record.based_on.push_back({"", source[0], license_of(source[2]), source[1]});
    describe_people(record, sample, author);
    return record;
}

// As it was before its present version: without the note, the disclosure and the state that came later.
void make_former(as2::LearningResource& record, const SampleResource& sample) {
    record.version = sample.former_version;
    record.version_note.clear();
    if (sample.status == "withdrawn") record.disclosure = {};
    record.status.clear();
}

Result<std::string> add_resource(domain::Context& context, const World& world, const SampleResource& sample) {
    COLLEGIUM_TRY(const auto author, find_person(context, world, side_of(sample.author), sample.author));
    domain::ResourceDraft draft;
    draft.author = author.id;
    draft.record = record_of(sample, author);
    if (!sample.former_version.empty()) make_former(draft.record, sample);
    if (!sample.file.name.empty()) {
        domain::NewMedia media;
        media.owner = author.id;
        media.file_name = sample.file.name;
        media.bytes = make_file(sample.file.name, sample.file.text);
        media.description = sample.file.description;
        COLLEGIUM_TRY(const auto stored, domain::store_media(context, media));
        draft.files = {stored.id};
    }
    COLLEGIUM_TRY(const auto resource, domain::create_resource(context, draft));
    const auto post = repo::find_post(context.db, resource.post_id);
    return post ? post->uri : resource.uri;
}

Result<void> replace_version(domain::Context& context, const World& world, const SampleResource& sample,
                             const std::string& uri) {
    COLLEGIUM_TRY(const auto author, find_person(context, world, side_of(sample.author), sample.author));
    const auto post = repo::find_post_by_uri(context.db, uri);
    const auto resource = post ? repo::find_resource_by_post(context.db, post->id) : std::nullopt;
    if (!resource) return Error(Errc::not_found, "The resource is gone: " + std::string(sample.title));
    domain::ResourceDraft draft;
    draft.author = author.id;
    draft.record = record_of(sample, author);
    for (const auto& media : repo::media_of(context.db, {post->id})) draft.files.push_back(media.id);
    COLLEGIUM_CHECK(domain::update_resource(context, author.id, resource->id, draft));
    return ok();
}

Result<std::string> add_proposal(domain::Context& context, const World& world, const SampleProposal& sample) {
    COLLEGIUM_TRY(const auto author, find_person(context, world, side_of(sample.author), sample.author));
    domain::ProposalDraft draft;
    draft.author = author.id;
    draft.language = "en";
    auto& proposal = draft.proposal;
    proposal.purpose = sample.purpose == model::Purpose::offer ? as2::Purpose::offer : as2::Purpose::request;
    proposal.title = sample.title;
    proposal.content = sample.content;
    proposal.places = sample.places;
    proposal.topics = concepts(sample.topics);
    proposal.subjects = concepts(sample.subjects);
    proposal.levels = concepts(sample.levels);
    proposal.formats = parts(sample.formats);
    proposal.languages = parts(sample.languages);
    proposal.windows = parts(sample.windows);
    proposal.time_zone = sample.time_zone;
    proposal.cadence = sample.cadence;
    proposal.weeks = sample.weeks;
    proposal.institution_policy = "any";
    proposal.expectations = sample.expectations;
    COLLEGIUM_TRY(const auto row, domain::create_proposal(context, draft));
    return row.uri;
}

}  // namespace

Result<void> wait_for_post(World& world, Side here, const std::string& uri, std::string_view name) {
    return world.wait_until(here, std::string(name), [&uri](domain::Context& context) {
        return repo::find_post_by_uri(context.db, uri).has_value();
    });
}

Result<void> add_resources(World& world, Ledger& ledger) {
    // In turns, so that neither library begins with a block of one institution's.
    const auto longer = std::max(resources_of_north().size(), resources_of_south().size());
    for (std::size_t left = longer; left > 0; --left) {
        for (auto side : both_sides) {
            const auto samples = resources_of(side);
            if (left > samples.size()) continue;
            const auto& sample = samples[samples.size() - left];
            COLLEGIUM_TRY(ledger.posts[std::string(sample.title)],
                          world.write(side, [&world, &sample](domain::Context& context) {
                              return add_resource(context, world, sample);
                          }));
        }
    }
    for (auto side : both_sides) {
        for (const auto& sample : resources_of(side)) {
            const auto& uri = ledger.posts[std::string(sample.title)];
            COLLEGIUM_CHECK(wait_for_post(world, other_side(side), uri, sample.title));
        }
    }
    return ok();
}

Result<void> replace_versions(World& world, const Ledger& ledger) {
    for (auto side : both_sides) {
        for (const auto& sample : resources_of(side)) {
            if (sample.former_version.empty()) continue;
            const auto& uri = ledger.posts.at(std::string(sample.title));
            auto replaced = world.write(side, [&world, &sample, &uri](domain::Context& context) {
                return replace_version(context, world, sample, uri);
            });
            if (!replaced) return replaced.error();
        }
    }
    for (auto side : both_sides) {
        for (const auto& sample : resources_of(side)) {
            const auto& uri = ledger.posts.at(std::string(sample.title));
            const std::string version(sample.version);
            COLLEGIUM_CHECK(world.wait_until(other_side(side), std::string(sample.title) + ", version " + version,
                                             [&uri, &version](domain::Context& context) {
                                                 const auto post = repo::find_post_by_uri(context.db, uri);
                                                 const auto resource =
                                                     post ? repo::find_resource_by_post(context.db, post->id)
                                                          : std::nullopt;
                                                 return resource && resource->version == version;
                                             }));
        }
    }
    return ok();
}

Result<void> add_proposals(World& world, Ledger& ledger) {
    for (const auto& sample : proposals()) {
        COLLEGIUM_TRY(ledger.proposals[std::string(sample.key)],
                      world.write(side_of(sample.author), [&world, &sample](domain::Context& context) {
                          return add_proposal(context, world, sample);
                      }));
    }
    for (const auto& sample : proposals()) {
        const auto& uri = ledger.proposals[std::string(sample.key)];
        COLLEGIUM_CHECK(world.wait_until(
            other_side(side_of(sample.author)), std::string(sample.title),
            [&uri](domain::Context& context) { return repo::find_proposal_by_uri(context.db, uri).has_value(); }));
    }
    return ok();
}

}  // namespace collegium::cli::sample

#include "cli/demo_data.hpp"

namespace collegium::cli::sample {
namespace {

using Action = domain::AgreementAction;
using State = model::AgreementState;

constexpr std::string_view weekly_terms =
    R"({"goals":["More pupils talk before the lab than after it"],"cadence":"weekly","format":"video","minutes":30,)"
    R"("weeks":10,"trialWeeks":4,"confidentiality":"Nothing leaves the two of us","reported":"nothing"})";
constexpr std::string_view circle_terms =
    R"({"goals":["One conversation a month that I would not have had"],"cadence":"fortnightly","format":"video",)"
    R"("minutes":45,"weeks":8,"trialWeeks":2,"reported":"nothing"})";
constexpr std::string_view letter_terms =
    R"({"goals":["A library that new colleagues find in their first week"],"cadence":"as needed","format":"writing",)"
    R"("weeks":13,"trialWeeks":0,"reported":"nothing"})";
constexpr std::string_view ensemble_terms =
    R"({"goals":["A piece for nine by the spring concert"],"cadence":"fortnightly","format":"video","minutes":40,)"
    R"("weeks":6,"trialWeeks":2,"reported":"nothing"})";

}  // namespace

const std::vector<SampleMentorship>& mentorships() {
    static const std::vector<SampleMentorship> table = {
        {"physics",
         "maya.okafor",
         "I want to get better at labs with one set of equipment. Once a week would be good. What fails should stay "
         "between us.",
         {{Taker::proposer, Action::propose_terms, State::terms_proposed,
           "Gladly. Here is how I usually do it; change what does not fit.", weekly_terms},
          {Taker::responder, Action::accept, State::trial}}},
        {"physics",
         "hugo.ferreira",
         "Heat and metal I know, the equations behind them less. May I ask you things before I teach them?",
         {}},
        {"first-days",
         "hugo.ferreira",
         "Six years in and still not sure about the first ten minutes of a lesson.",
         {{Taker::proposer, Action::ask_more, State::info_needed,
           "Six years is not 90 days, but the first ten minutes never end. What do they look like now?"}}},
        {"conversations",
         "samira.bose",
         "Parents of pupils who fail maths tell me that they failed it too. I never know what to say next.",
         {{Taker::proposer, Action::propose_terms, State::terms_proposed,
           "That sentence is where we begin. Two people, every second week?", circle_terms}}},
        {"iep-goals",
         "ben.ito",
         "Two pupils with goals that nobody can tell the end of. I would like to rewrite them with you.",
         {{Taker::proposer, Action::accept, State::trial}}},
        {"art-science",
         "paula.nowak",
         "Music and art instead of science? I have nine pupils and a spring concert.",
         {}},
        {"principals",
         "priya.raman",
         "I coach teachers and will lead a school next year. Is it too early?",
         {{Taker::proposer, Action::decline, State::declined,
           "This one is for people who have the keys already. Ask me again in August."}}},
        {"industry",
         "wen.zhao",
         "I come from university, not from industry, but my class has the same thirty people.",
         {{Taker::responder, Action::withdraw, State::withdrawn}}},
        {"newcomers",
         "ellen.vogt",
         "Three families arrive in the week of the book fair. I would like to be ready.",
         {{Taker::proposer, Action::accept, State::trial}, {Taker::responder, Action::end, State::ended}}},
        {"first-days",
         "ellen.vogt",
         "I am not new, my colleagues are. I would like to write to you on their behalf.",
         {{Taker::proposer, Action::propose_terms, State::terms_proposed, "What a good reason. No trial, then.",
           letter_terms},
          {Taker::responder, Action::accept, State::active}}},
        {"new-colleague",
         "keisha.lamont",
         "I taught special education for eight years before counselling. She may call me tonight.",
         {}},
        {"ensemble",
         "jo.lindqvist",
         "I cannot read your clefs, but I can think out loud about buckets.",
         {{Taker::responder, Action::propose_terms, State::terms_proposed, "Three sessions and a plan?",
           ensemble_terms}}},
        {"questioning", "samira.bose", "Send me ten minutes. I count, you talk, nobody judges.", {}},
    };
    return table;
}

}  // namespace collegium::cli::sample

#include "cli/demo_data.hpp"
#include "core/strings.hpp"

namespace collegium::cli::sample {
namespace {

constexpr SampleInstitution north_institution = {
    "north.localhost", "Cedar Valley School District",
    "A small rural district: nine schools, 140 teachers, and often one teacher for a subject. This is a "
    "demonstration with invented people.",
    "cedarvalley.example"};
constexpr SampleInstitution south_institution = {
    "south.localhost", "Harbor City Public Schools",
    "A large urban district, with guests from Lakeshore University. This is a demonstration with invented people.",
    "harborcity.example"};

constexpr SamplePerson table[] = {
    {.side = Side::north,
     .username = "maya.okafor",
     .name = "Maya Okafor",
     .bio = "Second year, and the only physics teacher in the building. I would rather show you the lesson that "
            "failed than the one that worked.",
     .teaches = "Physics, grades 9 to 12",
     .open_to = "Being mentored, planning together",
     .languages = "English",
     .follows = "daniel.reyes|lin.sorensen|ruth.abernathy|keisha.lamont|samira.bose|priya.raman|hugo.ferreira"},
    {.side = Side::north,
     .username = "priya.raman",
     .name = "Priya Raman",
     .bio = "Instructional coach. I find a mentor for every new colleague, and I do not read what they write to "
            "each other.",
     .teaches = "Induction of new teachers",
     .open_to = "Finding the right person for someone",
     .languages = "English, Tamil",
     .follows = "ruth.abernathy|tom.weller|lin.sorensen|keisha.lamont|maya.okafor|colin.macrae"},
    {.side = Side::north,
     .username = "colin.macrae",
     .name = "Colin Macrae",
     .bio = "Special education. Goals that a pupil can read, meetings that end on time.",
     .teaches = "Special education, K to 8",
     .open_to = "Mentoring, co-teaching",
     .languages = "English",
     .follows = "nadia.haddad|ben.ito|keisha.lamont|wen.zhao|priya.raman|ellen.vogt"},
    {.side = Side::north,
     .username = "samira.bose",
     .name = "Samira Bose",
     .bio = "Middle school maths. Collects short things that work before period 1.",
     .teaches = "Mathematics, grades 6 to 8",
     .open_to = "Swapping tasks, watching lessons",
     .languages = "English, Bengali",
     .follows = "ben.ito|daniel.reyes|wen.zhao|jo.lindqvist|keisha.lamont|hugo.ferreira|maya.okafor"},
    {.side = Side::north,
     .username = "hugo.ferreira",
     .name = "Hugo Ferreira",
     .bio = "Twenty years in a shipyard, six in a classroom. Welding is geometry that stays warm.",
     .teaches = "Career and technical education: welding",
     .open_to = "Mentoring people who come from industry",
     .languages = "English, Portuguese",
     .follows = "daniel.reyes|wen.zhao|ruth.abernathy|jo.lindqvist|samira.bose"},
    {.side = Side::north,
     .username = "ellen.vogt",
     .name = "Ellen Vogt",
     .bio = "Librarian. Plain language for families, and six copies of everything.",
     .teaches = "Library, all grades",
     .open_to = "Reading lists, plain-language checks",
     .languages = "English, German",
     .follows = "nadia.haddad|keisha.lamont|lin.sorensen|ruth.abernathy|tom.weller|maya.okafor"},
    {.side = Side::north,
     .username = "paula.nowak",
     .name = "Paula Nowak",
     .bio = "Music for four schools out of one car.",
     .teaches = "Music, grades 4 to 12",
     .open_to = "Planning together across subjects",
     .languages = "English, Polish",
     .follows = "jo.lindqvist|ben.ito|nadia.haddad|ellen.vogt"},
    {.side = Side::north,
     .username = "aisha.grant",
     .name = "Aisha Grant",
     .bio = "Technology and privacy. I keep this server running. Ask me before you ask a vendor.",
     .teaches = "",
     .open_to = "Questions about this server",
     .languages = "English",
     .follows = "tom.weller|priya.raman|ellen.vogt",
     .role = model::Role::owner},
    {.side = Side::south,
     .username = "daniel.reyes",
     .name = "Daniel Reyes",
     .bio = "Physics since 2003. Helps two people well rather than twenty badly.",
     .teaches = "Physics, grades 9 to 12",
     .open_to = "Mentoring: two places",
     .languages = "English, Spanish",
     .follows = "maya.okafor|hugo.ferreira|samira.bose|lin.sorensen|ruth.abernathy"},
    {.side = Side::south,
     .username = "nadia.haddad",
     .name = "Nadia Haddad",
     .bio = "Newcomers and multilingual learners. The first week decides the first year.",
     .teaches = "English as a second language",
     .open_to = "Mentoring, checking translations",
     .languages = "English, Arabic, Spanish",
     .follows = "ellen.vogt|colin.macrae|paula.nowak|keisha.lamont|ben.ito"},
    {.side = Side::south,
     .username = "ben.ito",
     .name = "Ben Ito",
     .bio = "Grade 4. Records lessons, also the ones that flop.",
     .teaches = "All subjects, grade 4",
     .open_to = "Lesson study",
     .languages = "English",
     .follows = "colin.macrae|samira.bose|wen.zhao|jo.lindqvist"},
    {.side = Side::south,
     .username = "jo.lindqvist",
     .name = "Jo Lindqvist",
     .bio = "Art, mostly with somebody else's subject in it.",
     .teaches = "Art, grades 6 to 12",
     .open_to = "Planning a week together",
     .languages = "English, Swedish",
     .follows = "paula.nowak|hugo.ferreira|samira.bose|ben.ito"},
    {.side = Side::south,
     .username = "keisha.lamont",
     .name = "Keisha Lamont",
     .bio = "Counsellor. Hard conversations, practised beforehand.",
     .teaches = "Counselling",
     .open_to = "Mentoring, small circles",
     .languages = "English",
     .follows = "priya.raman|ellen.vogt|samira.bose|ruth.abernathy"},
    {.side = Side::south,
     .username = "lin.sorensen",
     .name = "Lin Sørensen",
     .bio = "Researcher and teacher educator at Lakeshore University, a guest here. Puts findings where people can "
            "disagree with them.",
     .teaches = "Teacher education",
     .open_to = "Questions about studies, small trials",
     .languages = "English, Danish",
     .follows = "maya.okafor|ellen.vogt|priya.raman|wen.zhao|daniel.reyes"},
    {.side = Side::south,
     .username = "ruth.abernathy",
     .name = "Ruth Abernathy",
     .bio = "Retired after forty years in classrooms, and still changing my mind about them.",
     .teaches = "Retired",
     .open_to = "Mentoring by letter: four places",
     .languages = "English",
     .follows = "maya.okafor|hugo.ferreira|priya.raman|keisha.lamont|wen.zhao"},
    {.side = Side::south,
     .username = "wen.zhao",
     .name = "Wen Zhao",
     .bio = "Student teacher from Lakeshore University, in grade 7 this term.",
     .teaches = "Science, grade 7 (in training)",
     .open_to = "Being watched and told",
     .languages = "English, Mandarin",
     .follows = "hugo.ferreira|samira.bose|daniel.reyes|ruth.abernathy|lin.sorensen"},
    {.side = Side::south,
     .username = "tom.weller",
     .name = "Tom Weller",
     .bio = "Principal of Harbor Middle. What you do here is not part of anyone's evaluation.",
     .teaches = "Principal",
     .open_to = "First-year principals elsewhere",
     .languages = "English",
     .follows = "aisha.grant|priya.raman|ruth.abernathy",
     .role = model::Role::owner},
};

}  // namespace

const SampleInstitution& institution(Side side) {
    return side == Side::north ? north_institution : south_institution;
}

std::span<const SamplePerson> people() {
    return table;
}

Side side_of(std::string_view username) {
    for (const auto& person : table)
        if (person.username == username) return person.side;
    return Side::north;
}

std::vector<std::string> parts(std::string_view list) {
    std::vector<std::string> found;
    for (auto part : strings::split(list, '|'))
        if (!part.empty()) found.emplace_back(part);
    return found;
}

}  // namespace collegium::cli::sample

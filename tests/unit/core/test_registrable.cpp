#include <gtest/gtest.h>

#include "core/registrable.hpp"

namespace collegium {
namespace {

TEST(RegistrableDomain, names_below_ones_own_are_one) {
    for (const auto* host : {"cedarvalley.example", "learn.cedarvalley.example", "a.b.c.cedarvalley.example",
                             "learn.cedarvalley.example:8443"})
        EXPECT_EQ(registrable_domain(host), "cedarvalley.example") << host;
}

TEST(RegistrableDomain, registries_below_a_country_are_kept_apart) {
    EXPECT_EQ(registrable_domain("learn.harbour.ac.uk"), "harbour.ac.uk");
    EXPECT_EQ(registrable_domain("x.y.harbour.edu.au"), "harbour.edu.au");
    EXPECT_EQ(registrable_domain("a.cedarvalley.k12.ca.us"), "cedarvalley.k12.ca.us");
    EXPECT_EQ(registrable_domain("a.springfield.il.us"), "springfield.il.us");
    EXPECT_EQ(registrable_domain("a.schule.de"), "schule.de");
    EXPECT_EQ(registrable_domain("co.uk"), "co.uk");
    EXPECT_EQ(registrable_domain("k12.ca.us"), "k12.ca.us");
}

TEST(RegistrableDomain, addresses_and_single_names_stay_whole) {
    EXPECT_EQ(registrable_domain("192.0.2.7:8080"), "192.0.2.7");
    EXPECT_EQ(registrable_domain("[2001:db8::1]:8080"), "[2001:db8::1]");
    EXPECT_EQ(registrable_domain("localhost:3000"), "localhost");
    EXPECT_EQ(registrable_domain("north.localhost:3000"), "north.localhost");
    EXPECT_EQ(registrable_domain(""), "");
}

}  // namespace
}  // namespace collegium

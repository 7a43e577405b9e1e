namespace collegium::domain {

void create() {
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
}

void other() {
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
    step();
}

const Table table = {
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
    {"a", 1},
};

}  // namespace collegium::domain

#include "cli/commands.hpp"

int main(int argument_count, char** arguments) {
    return collegium::cli::run(argument_count, arguments);
}

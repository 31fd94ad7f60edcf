#include "server/app/run.hpp"

int main(int argc, char** argv) { return circ::app::run(argc, argv); }

#include "server/app/run.hpp"

#include <sys/stat.h>

int main(int argc, char** argv) {
    ::umask(::umask(0077) | 0027); // readers are named in what is written: nothing of it is for everybody
    return circ::app::run(argc, argv);
}

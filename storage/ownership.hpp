#pragma once

#include <string>

namespace circ::storage {

/// A tool that root runs must not lock the daemon out: gives what it has made to whom `like` belongs
/// to, or, where that is not there, to whom its folder belongs to. Does nothing for anybody but root,
/// and nothing where it belongs to them already. A link is given away itself, not what it leads to.
///
/// @return false when it cannot be given away, on a file system without owners, say; errno says why
[[nodiscard]] bool give_to_owner_of(const std::string& like, const std::string& made);

/// Makes an empty file for the owner of its folder, with room for its group and nobody else. One that
/// is there is left alone, and so is a place where none can be made: who opens it then says why.
/// @throws store_error unavailable when it cannot be given away; then there is none
void make_file_for_owner(const std::string& path);

/// Makes a folder and what is missing above it, each for the owner of `like`.
/// @throws std::filesystem::filesystem_error when it cannot be made
void make_folders_for_owner_of(const std::string& like, const std::string& folder);

} // namespace circ::storage

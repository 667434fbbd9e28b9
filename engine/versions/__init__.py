"""What knowledge means, apart from how it is spelled: hashes, the lock, differences, replay."""

/**
 * As much as a container or a volume keeps, as one command takes on its standard input, and as an archive holds, in bytes.
 * All of it is memory, which nobody takes who does not write.
 */
export const CAPACITY = 256 * 1024 * 1024;

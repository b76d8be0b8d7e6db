/** `modelwatch … | head` is no error; a full disk behind `>` is, and says so once. */
export function tellOfLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = 2;
      if (stream === process.stdout) process.stderr.write(`the output can't be written: ${error.message}\n`);
    });
  }
}

// Preloaded by the benchmark (`node --import`): writes what the process used, as the operating system counted it.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const file = process.env.MODELWATCH_USAGE_FILE;
  if (file === undefined) return;
  const usage = process.resourceUsage();
  const cpuSeconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  writeFileSync(file, JSON.stringify({ cpuSeconds, peakMiB: usage.maxRSS / 1024 }));
});

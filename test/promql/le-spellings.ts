/** How client libraries print a bucket's bound; each text is exactly the bound's shortest decimal value. */
export function spellings(bound: number): readonly string[] {
  const [mantissa = '', exponentText = '0'] = bound.toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/gu, '');
  const plain = sign + plainDigits(digits, exponent + 1);
  const padded = String(Math.abs(exponent)).padStart(2, '0');
  const exponentSign = exponent < 0 ? '-' : '+';
  const all = [
    String(bound),
    plain,
    withPoint(plain),
    `${withPoint(plain)}0`,
    `${plain}e0`,
    `${plain}e+00`,
    // JavaScript, C and Go with %e, Java
    bound.toExponential(),
    `${mantissa}e${exponentSign}${padded}`,
    `${mantissa}E${exponentSign}${padded}`,
    `${withPoint(mantissa)}E${exponent}`,
    `${withPoint(mantissa)}00e${exponent}`,
    // All digits before the point
    `${sign}${digits}e${exponent - digits.length + 1}`,
    // Go's %g
    exponent < -4 || exponent >= 21 ? `${mantissa}e${exponentSign}${padded}` : plain,
  ];
  if (plain.startsWith(`${sign}0.`)) all.push(sign + plain.slice(sign.length + 1));
  return [...new Set(all)];
}

function withPoint(text: string): string {
  return text.includes('.') ? text : `${text}.0`;
}

function plainDigits(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * The account an access key belongs to, which newer key ids carry in their bits:
 * https://awsteele.com/blog/2020/09/26/aws-access-key-format.html. Undefined for ids of before 2019.
 */
export function awsAccountOfKey(keyId: string): string | undefined {
  const digits = [...keyId.slice(4)].map((char) => alphabet.indexOf(char))
  if (digits.length !== 16 || digits.includes(-1) || digits[0]! < 16) return
  const bits = digits.slice(0, 10).reduce((sum, digit) => sum * 32n + BigInt(digit), 0n)
  // Ten characters are 50 bits; the account is 40 of them, after the first and before the last nine.
  const account = (bits >> 9n) & ((1n << 40n) - 1n)
  return String(account).padStart(12, '0')
}

// Looks for the number that, behind the ticket, gives a SHA-256 that begins with so many zero bits.
// See crm/spam.py, which checks it.

const AT_ONCE = 64; // asking one by one, most of the time goes into waiting

const words = new TextEncoder();

function zeroBits(digest) {
  const first = new DataView(digest).getUint32(0);
  return Math.clz32(first);
}

async function solve(ticket, bits) {
  for (let from = 0; ; from += AT_ONCE) {
    const digests = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        crypto.subtle.digest("SHA-256", words.encode(`${ticket}:${from + index}`)),
      ),
    );
    const found = digests.findIndex((digest) => zeroBits(digest) >= bits);
    if (found >= 0) return String(from + found);
  }
}

onmessage = async ({ data }) => postMessage(await solve(data.ticket, data.bits));

// Reads what the server sent: JSON as it is when short, else compressed.

const OPENING_BRACE = 0x7b;

/** Return the values, at once when they are not compressed, else the promise of them. */
export function unpack(bytes) {
  if (bytes[0] === OPENING_BRACE) return JSON.parse(new TextDecoder().decode(bytes));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(unpacked).json();
}

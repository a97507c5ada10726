// Asks the server in the name of a form, and tells a session that has ended from a connection that is gone.

/** The newest token: whoever logs in again, in another tab, gets another one. */
export function tokenOf(form) {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/);
  return cookie?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

/** Resolves to {status, answer}; status is 0 without a connection, 401 without a session. */
export async function ask(form, address, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": tokenOf(form) },
    });
    if (response.type === "opaqueredirect" || response.status === 403) return { status: 401, answer: {} };
    return { status: response.status, answer: await response.json() };
  } catch {
    return { status: 0, answer: {} };
  }
}

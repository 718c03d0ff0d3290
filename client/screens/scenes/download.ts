/** Hands the reader a file that this page wrote. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

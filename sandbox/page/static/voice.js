// Recording where the browser allows it; a file chooser where it does not.

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export function canRecord() {
  return !!navigator.mediaDevices?.getUserMedia && "MediaRecorder" in window;
}

/** Starts recording. `finish()` resolves with {file, seconds}; `drop()` throws the recording away. */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = TYPES.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const parts = [];
  const since = performance.now();
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  };
  const finish = () => new Promise((resolve) => {
    recorder.addEventListener("stop", () => {
      const seconds = Math.max(1, Math.round((performance.now() - since) / 1000));
      const kind = recorder.mimeType || "audio/ogg";
      resolve({ file: new File(parts, kind.includes("ogg") ? "voice.ogg" : kind.includes("mp4") ? "voice.m4a" : "voice.webm", { type: kind }), seconds });
    });
    stop();
  });
  return { finish, drop: stop };
}

export function chooseFile(accept, multiple = false) {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "file", accept, multiple });
    input.addEventListener("change", () => resolve([...input.files]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

// Serves an exported model over HTTP:
//   dotnet run -c Release --project examples/WebService [-- model.onnx]
//   curl -s localhost:5000/predict -H 'Content-Type: application/json' -d '{"pixels":[...]}'
// Without a file it trains a small network for 8x8 digits first, which takes some seconds.
using WebService;

string path = args is [var given, ..] && given.EndsWith(".onnx", StringComparison.Ordinal) ? given : DigitModel.Train();
var app = Service.Build(path, args);
app.Run();

filedesc://a.arc 0.0.0.0 20210604100000 text/plain 75
1 0 none
URL IP-address Archive-date Content-type Archive-length

https://library.example/fair 192.0.2.1 20210604100000 text/html 198
HTTP/1.1 200 OK
Content-Type: text/html

<!DOCTYPE html><title>Book fair</title><article><h1>Book fair</h1><p>On 3 June 2021 the City Library of Osh held a book fair for 40 readers.</p></article>
